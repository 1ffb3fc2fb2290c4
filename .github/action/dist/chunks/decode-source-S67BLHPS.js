import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{c as a,d as b,e as c}from"./chunk-WZQY7VPK.js";import"./chunk-VQQRMO5L.js";import"./chunk-GQJ5WL6Y.js";import"./chunk-XY7QUVLB.js";export{a as MAX_SOURCE_BYTES,b as decodeSource,c as tooLarge};
