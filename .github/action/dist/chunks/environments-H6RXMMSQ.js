import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-NDAQLIGL.js";import"./chunk-GKSTNL4F.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{d as environmentBefore,c as environmentNamed,a as firstEnvironment,b as lastEnvironment};
