import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-DO3I3SWI.js";import"./chunk-HL373KJA.js";import"./chunk-IDBK4C4O.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{c as committedTree,a as hookGit,d as isNoObject,b as stagedTree};
