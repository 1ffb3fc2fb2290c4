import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-PUQJ3YZO.js";import"./chunk-VMM3KBXO.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{b as parsePromptId,a as parseReference,c as parseRevision,d as revisionText};
