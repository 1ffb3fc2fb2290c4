import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{c as a,d as b,e as c,f as d}from"./chunk-SWGGZY2T.js";import"./chunk-DFDGNVCR.js";import"./chunk-F3DY5LEB.js";import"./chunk-XY7QUVLB.js";export{a as MAX_SOURCE_BYTES,b as decodeSource,d as isLfsPointer,c as tooLarge};
