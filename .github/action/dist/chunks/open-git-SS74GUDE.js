import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-H4R4Q3XG.js";import"./chunk-OVVU543F.js";import"./chunk-Q3CTLS56.js";import"./chunk-UW233PG5.js";import"./chunk-6CTSEIKY.js";import"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";export{a as openGit};
