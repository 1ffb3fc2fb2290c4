import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d}from"./chunk-4E23DIXY.js";import"./chunk-GKSTNL4F.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{d as environmentBefore,c as environmentNamed,a as firstEnvironment,b as lastEnvironment};
