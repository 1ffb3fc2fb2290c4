import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-JJKJBYMM.js";import"./chunk-D5WV55TP.js";import"./chunk-BU55IQFK.js";import"./chunk-TU5POSJG.js";import"./chunk-Z22J2FTH.js";import"./chunk-VSK6OZS2.js";import"./chunk-XY7QUVLB.js";export{a as githubCommands};
