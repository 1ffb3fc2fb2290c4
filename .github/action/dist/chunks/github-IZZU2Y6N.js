import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-XJUR3H67.js";import"./chunk-YAMHSB5E.js";import"./chunk-Q7LA2EDV.js";import"./chunk-Q5XECBWP.js";import"./chunk-7W2NNCIM.js";import"./chunk-6CTSEIKY.js";import"./chunk-XY7QUVLB.js";export{a as githubCommands};
