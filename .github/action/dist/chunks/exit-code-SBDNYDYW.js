import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-KSBISLF4.js";import"./chunk-XY7QUVLB.js";export{a as exitCode,b as worstEnding};
