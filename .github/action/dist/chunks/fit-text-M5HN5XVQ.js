import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-UEHQZVGR.js";import"./chunk-MLB54UXQ.js";import"./chunk-XY7QUVLB.js";export{a as cutText,b as wrapText};
