import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c}from"./chunk-UJKS6UOO.js";import"./chunk-X2NKX44F.js";import"./chunk-XY7QUVLB.js";export{c as init,b as playDemo,a as startServer};
