import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-L7P2ARTN.js";import"./chunk-X2NKX44F.js";import"./chunk-XY7QUVLB.js";export{a as writeFileAtomically};
