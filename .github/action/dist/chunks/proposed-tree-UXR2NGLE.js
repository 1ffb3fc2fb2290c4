import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-ZEWKXVUO.js";import"./chunk-OVVU543F.js";import"./chunk-Q3CTLS56.js";import"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";export{c as committedTree,a as hookGit,d as isNoObject,b as stagedTree};
