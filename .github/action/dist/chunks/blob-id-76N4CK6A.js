import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-NJE63LXS.js";import"./chunk-XQCVOA2I.js";import"./chunk-XY7QUVLB.js";export{a as blobIdOf,c as namesText,d as storedText,b as textBlobId};
