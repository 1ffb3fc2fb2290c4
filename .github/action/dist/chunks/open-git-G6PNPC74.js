import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-C27SICMB.js";import"./chunk-J6O2Z56Q.js";import"./chunk-Q3CTLS56.js";import"./chunk-I4C3UBCC.js";import"./chunk-EDNWF5ZL.js";import"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";export{a as openGit};
