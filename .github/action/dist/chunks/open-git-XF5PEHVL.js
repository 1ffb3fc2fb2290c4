import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-IQ6W5BYR.js";import"./chunk-HL373KJA.js";import"./chunk-IDBK4C4O.js";import"./chunk-RAVZ7ATN.js";import"./chunk-VSK6OZS2.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{a as openGit};
