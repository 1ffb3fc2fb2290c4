import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-CRZXATWI.js";import"./chunk-U6ZXBY3C.js";import"./chunk-225CXRIZ.js";import"./chunk-QNDBMECZ.js";import"./chunk-MVSKBS67.js";import"./chunk-6CTSEIKY.js";import"./chunk-XY7QUVLB.js";export{a as githubCommands};
