import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-AYWSNK24.js";import"./chunk-VMM3KBXO.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{b as parsePromptId,a as parseReference,c as parseRevision,d as revisionText};
