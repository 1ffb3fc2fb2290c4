import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-B2T5VXZU.js";import"./chunk-4VBKK2IA.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{a as openLocalSession};
