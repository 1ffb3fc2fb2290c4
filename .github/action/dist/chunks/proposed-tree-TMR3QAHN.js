import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-4H24WC5F.js";import"./chunk-PI332VFH.js";import"./chunk-KPNYJUMZ.js";import"./chunk-X2NKX44F.js";import"./chunk-XY7QUVLB.js";export{c as committedTree,a as hookGit,d as isNoObject,b as stagedTree};
