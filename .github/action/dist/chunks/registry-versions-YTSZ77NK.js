import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-NFUTGAMA.js";import"./chunk-U65Y7Y6M.js";import"./chunk-SNKFUOPL.js";import"./chunk-TU5POSJG.js";import"./chunk-Z22J2FTH.js";import"./chunk-VSK6OZS2.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{a as registryVersions};
