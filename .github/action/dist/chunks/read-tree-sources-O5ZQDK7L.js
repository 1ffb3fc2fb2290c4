import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c}from"./chunk-KMZRPKVR.js";import"./chunk-JGTFQSCP.js";import"./chunk-SWGGZY2T.js";import"./chunk-DFDGNVCR.js";import"./chunk-F3DY5LEB.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";export{a as readTreeSources,b as readTreesSources,c as refuseSubmodules};
