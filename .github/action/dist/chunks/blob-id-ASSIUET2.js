import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-UW233PG5.js";import"./chunk-6CTSEIKY.js";import"./chunk-XY7QUVLB.js";export{a as blobIdOf,c as namesText,d as storedText,b as textBlobId};
