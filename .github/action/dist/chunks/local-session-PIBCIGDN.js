import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-SBCDMGRQ.js";import"./chunk-PGRQKQKI.js";import"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";export{a as openLocalSession};
