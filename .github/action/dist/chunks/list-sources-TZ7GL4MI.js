import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-WJ7PVKZK.js";import"./chunk-EKSN7R7D.js";import"./chunk-JGTFQSCP.js";import"./chunk-SWGGZY2T.js";import"./chunk-DFDGNVCR.js";import"./chunk-F3DY5LEB.js";import"./chunk-CKWH3HM5.js";import"./chunk-XY7QUVLB.js";export{a as listSources};
