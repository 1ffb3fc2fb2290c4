import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-3NWBGD5Z.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{d as brokenGlass,b as positiveNumber,c as saidText,a as wholeNumber};
