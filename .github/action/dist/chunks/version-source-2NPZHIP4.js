import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-FUNJEMMV.js";import"./chunk-E27HNEXJ.js";import"./chunk-VMM3KBXO.js";import"./chunk-QNDBMECZ.js";import"./chunk-MVSKBS67.js";import"./chunk-6CTSEIKY.js";import"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";export{b as firstOf,a as requireVersion};
