import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-5TZDNEE6.js";import"./chunk-MMNDDM7H.js";import"./chunk-X6YLHIBP.js";import"./chunk-M2AOFDOQ.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{a as loginStore};
