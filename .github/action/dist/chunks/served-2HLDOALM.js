import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-BHOR6BLN.js";import"./chunk-377JQSY2.js";import"./chunk-V775RXAU.js";import"./chunk-XY7QUVLB.js";export{b as pinDifference,a as served};
