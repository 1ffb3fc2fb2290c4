import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c}from"./chunk-3SHRH6M5.js";import"./chunk-JGTFQSCP.js";import"./chunk-KYQCAGJ6.js";import"./chunk-DFDGNVCR.js";import"./chunk-F3DY5LEB.js";import"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";export{a as readTreeSources,b as readTreesSources,c as refuseSubmodules};
