import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-IJB6SUVQ.js";import"./chunk-RLE55A7H.js";import"./chunk-ISNDEROH.js";import"./chunk-MOEYBD6D.js";import"./chunk-Z22J2FTH.js";import"./chunk-VSK6OZS2.js";import"./chunk-XY7QUVLB.js";export{a as githubCommands};
