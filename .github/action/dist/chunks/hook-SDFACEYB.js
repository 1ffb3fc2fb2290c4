import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-JP3CGQO7.js";import"./chunk-ZEXIBRUZ.js";import"./chunk-NZXD6VC2.js";import"./chunk-PGRQKQKI.js";import"./chunk-XY7QUVLB.js";export{b as hookJson,a as hookText,d as hooksJson,c as hooksText};
