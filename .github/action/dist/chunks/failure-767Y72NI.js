import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{a as FAILURES,b as Failure};
