import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-7RCWKAXU.js";import"./chunk-GOXKGNT4.js";import"./chunk-JGTFQSCP.js";import"./chunk-KYQCAGJ6.js";import"./chunk-DFDGNVCR.js";import"./chunk-F3DY5LEB.js";import"./chunk-CKWH3HM5.js";import"./chunk-XY7QUVLB.js";export{a as listSources};
