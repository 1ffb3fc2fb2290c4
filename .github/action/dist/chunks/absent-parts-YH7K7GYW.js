import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c}from"./chunk-LY6NLP7P.js";import"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";export{c as init,b as playDemo,a as startServer};
