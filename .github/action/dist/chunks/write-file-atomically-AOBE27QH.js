import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-5R7SSPZ4.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{a as writeFileAtomically};
