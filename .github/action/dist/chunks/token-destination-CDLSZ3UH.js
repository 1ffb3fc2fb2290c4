import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-UJRSHGQT.js";import"./chunk-N2JWSULK.js";import"./chunk-J3W73NGD.js";import"./chunk-XY7QUVLB.js";export{a as requireTokenMayGo};
