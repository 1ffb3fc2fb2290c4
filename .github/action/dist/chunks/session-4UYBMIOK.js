import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-7WPTPEB6.js";import"./chunk-URWTB7YL.js";import"./chunk-4VBKK2IA.js";import"./chunk-X2NKX44F.js";import"./chunk-XY7QUVLB.js";export{a as openSession};
