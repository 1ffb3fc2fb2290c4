import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-6NHEK3WH.js";import"./chunk-OJ2QSOW3.js";import"./chunk-I2SJVVLF.js";import"./chunk-4VBKK2IA.js";import"./chunk-XY7QUVLB.js";export{b as hookJson,a as hookText,d as hooksJson,c as hooksText};
