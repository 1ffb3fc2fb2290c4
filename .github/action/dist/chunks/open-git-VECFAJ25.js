import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-OX3NFOBB.js";import"./chunk-QLFHCG75.js";import"./chunk-GNQISSEP.js";import"./chunk-RAVZ7ATN.js";import"./chunk-VSK6OZS2.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{a as openGit};
