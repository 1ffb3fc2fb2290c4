import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-MTEYGEM2.js";import"./chunk-37OSFW6K.js";import"./chunk-FM26LTTN.js";import"./chunk-NOUH5BLA.js";import"./chunk-7W2NNCIM.js";import"./chunk-EDNWF5ZL.js";import"./chunk-XY7QUVLB.js";export{a as githubCommands};
