import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-V775RXAU.js";import"./chunk-XY7QUVLB.js";export{b as pinsOf,a as withPins};
