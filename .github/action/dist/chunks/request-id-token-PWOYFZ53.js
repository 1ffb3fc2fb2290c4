import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-C6JA2B7R.js";import"./chunk-E5BRGWZG.js";import"./chunk-2YHBOHTS.js";import"./chunk-KPUHU2M3.js";import"./chunk-X2NKX44F.js";import"./chunk-XY7QUVLB.js";export{a as idTokenGrant,b as requestIdToken};
