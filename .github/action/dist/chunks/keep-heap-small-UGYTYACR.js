import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-RXLESXEM.js";import"./chunk-XY7QUVLB.js";export{a as keepHeapSmall};
