import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-7HD62MLL.js";import"./chunk-FO2KSAWM.js";import"./chunk-2JQ4PVBS.js";import"./chunk-IXNBNVWP.js";import"./chunk-MVSKBS67.js";import"./chunk-XQCVOA2I.js";import"./chunk-XY7QUVLB.js";export{a as githubCommands};
