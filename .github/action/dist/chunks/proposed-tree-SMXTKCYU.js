import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-FECWEQY5.js";import"./chunk-QLFHCG75.js";import"./chunk-GNQISSEP.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{c as committedTree,a as hookGit,d as isNoObject,b as stagedTree};
