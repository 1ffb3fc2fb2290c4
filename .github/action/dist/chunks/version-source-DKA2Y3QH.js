import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-A6MKLXWL.js";import"./chunk-PUQJ3YZO.js";import"./chunk-VMM3KBXO.js";import"./chunk-TU5POSJG.js";import"./chunk-Z22J2FTH.js";import"./chunk-VSK6OZS2.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{b as firstOf,a as requireVersion};
