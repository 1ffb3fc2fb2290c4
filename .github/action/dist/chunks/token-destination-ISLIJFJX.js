import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-W2ECJQZG.js";import"./chunk-N2JWSULK.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{a as requireTokenMayGo};
