import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c}from"./chunk-RTTNSHNZ.js";import"./chunk-X2NKX44F.js";import"./chunk-XY7QUVLB.js";export{b as positiveNumber,c as saidText,a as wholeNumber};
