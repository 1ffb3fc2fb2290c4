import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-B2AXMXWA.js";import"./chunk-ER6KOYID.js";import"./chunk-VMM3KBXO.js";import"./chunk-IXNBNVWP.js";import"./chunk-MVSKBS67.js";import"./chunk-XQCVOA2I.js";import"./chunk-X2NKX44F.js";import"./chunk-XY7QUVLB.js";export{b as firstOf,a as requireVersion};
