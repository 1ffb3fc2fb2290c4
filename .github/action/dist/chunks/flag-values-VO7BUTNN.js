import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-CHNHU6BR.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{d as brokenGlass,b as positiveNumber,c as saidText,a as wholeNumber};
