import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b}from"./chunk-YGCKC7JB.js";import"./chunk-E5BRGWZG.js";import"./chunk-X6YLHIBP.js";import"./chunk-M2AOFDOQ.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{a as idTokenGrant,b as requestIdToken};
