import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-URWTB7YL.js";import"./chunk-4VBKK2IA.js";import"./chunk-X2NKX44F.js";import"./chunk-XY7QUVLB.js";export{a as openLocalSession};
