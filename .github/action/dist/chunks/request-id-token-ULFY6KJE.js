import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-5OSG6MQG.js";import"./chunk-E5BRGWZG.js";import"./chunk-BJNFY4W6.js";import"./chunk-M2AOFDOQ.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{a as idTokenGrant,b as requestIdToken};
