import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-6EM3NM4Y.js";import"./chunk-UVKKML2I.js";import"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";export{d as environmentBefore,c as environmentNamed,a as firstEnvironment,b as lastEnvironment};
