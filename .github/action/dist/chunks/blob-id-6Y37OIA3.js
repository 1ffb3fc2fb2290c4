import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-RAVZ7ATN.js";import"./chunk-VSK6OZS2.js";import"./chunk-XY7QUVLB.js";export{a as blobIdOf,c as namesText,d as storedText,b as textBlobId};
