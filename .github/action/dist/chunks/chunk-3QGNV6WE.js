import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as o,e as t}from"./chunk-O63SSTKR.js";import{a as r}from"./chunk-QC776UYV.js";function c(e){return o(e.text)?{}:{base:e.text===""?r:t(e)}}export{c as a};
