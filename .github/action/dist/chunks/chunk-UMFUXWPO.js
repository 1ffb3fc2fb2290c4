import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as l,b as o}from"./chunk-XY7QUVLB.js";var d=o((i,e)=>{var r,a=()=>r??=l("../packages/string-width.cjs");e.exports=(...t)=>a().default(...t)});export{d as a};
