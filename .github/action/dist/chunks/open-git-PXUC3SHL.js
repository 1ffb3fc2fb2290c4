import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-MEDGRVJB.js";import"./chunk-PI332VFH.js";import"./chunk-KPNYJUMZ.js";import"./chunk-NJE63LXS.js";import"./chunk-XQCVOA2I.js";import"./chunk-X2NKX44F.js";import"./chunk-XY7QUVLB.js";export{a as openGit};
