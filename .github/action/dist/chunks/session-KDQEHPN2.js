import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-DC4MPIG6.js";import"./chunk-M76HCFIR.js";import"./chunk-4VBKK2IA.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{a as openSession};
