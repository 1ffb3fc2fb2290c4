import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c,d,e}from"./chunk-TU5POSJG.js";import"./chunk-Z22J2FTH.js";import"./chunk-VSK6OZS2.js";import"./chunk-XY7QUVLB.js";export{a as DIGEST_PATTERN,b as digestOf,d as isDigest,c as sha256Hex,e as shortDigest};
