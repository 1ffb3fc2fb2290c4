import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-4RDLMQKW.js";import"./chunk-3BXNIXJC.js";import"./chunk-JGTFQSCP.js";import"./chunk-WZQY7VPK.js";import"./chunk-VQQRMO5L.js";import"./chunk-GQJ5WL6Y.js";import"./chunk-CKWH3HM5.js";import"./chunk-XY7QUVLB.js";export{a as listSources};
