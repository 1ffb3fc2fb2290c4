import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a,b,c}from"./chunk-5RQTJU3R.js";import"./chunk-JGTFQSCP.js";import"./chunk-WZQY7VPK.js";import"./chunk-VQQRMO5L.js";import"./chunk-GQJ5WL6Y.js";import"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";export{a as readTreeSources,b as readTreesSources,c as refuseSubmodules};
