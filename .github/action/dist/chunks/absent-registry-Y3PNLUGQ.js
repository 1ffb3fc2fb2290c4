import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-X4Z5BJ6H.js";import"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";export{b as playDemo,a as startServer};
