import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-3W6YHOFY.js";import"./chunk-5R7SSPZ4.js";import"./chunk-BJNFY4W6.js";import"./chunk-M2AOFDOQ.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{a as loginStore};
