import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-7O7XBPOE.js";import"./chunk-B7KXHU6E.js";import"./chunk-UMFUXWPO.js";import"./chunk-XY7QUVLB.js";export{a as cutText,b as wrapText};
