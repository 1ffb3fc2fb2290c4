import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as o}from"./chunk-OJ2QSOW3.js";import"./chunk-XY7QUVLB.js";function f({jobs:r,results:t}){return`Did ${o(r,"job")}: ${o(t,"result")}.`}export{f as workedText};
