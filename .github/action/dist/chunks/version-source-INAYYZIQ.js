import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-TOO222B3.js";import"./chunk-AYWSNK24.js";import"./chunk-MOEYBD6D.js";import"./chunk-VMM3KBXO.js";import"./chunk-Z22J2FTH.js";import"./chunk-VSK6OZS2.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{b as firstOf,a as requireVersion};
