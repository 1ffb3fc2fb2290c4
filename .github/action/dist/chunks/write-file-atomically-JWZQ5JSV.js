import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-MMNDDM7H.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{a as writeFileAtomically};
