import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d,e,f,g}from"./chunk-E23FEU4V.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{d as backUpDatabase,c as init,f as inspectDatabase,g as migrateDatabase,b as playDemo,e as restoreDatabase,a as startServer};
