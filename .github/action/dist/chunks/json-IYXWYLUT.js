import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-I2SJVVLF.js";import"./chunk-XY7QUVLB.js";export{a as jsonDocument,b as safeJson};
