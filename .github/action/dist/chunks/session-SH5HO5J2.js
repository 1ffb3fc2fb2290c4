import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-4EWPN64X.js";import"./chunk-SBCDMGRQ.js";import"./chunk-PGRQKQKI.js";import"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";export{a as openSession};
