import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-5VQLAUWT.js";import"./chunk-IXNBNVWP.js";import"./chunk-MVSKBS67.js";import{a as m}from"./chunk-NZXD6VC2.js";import{a as e}from"./chunk-4VBKK2IA.js";import"./chunk-XQCVOA2I.js";import"./chunk-XY7QUVLB.js";function k({environment:t,prompt:n,entries:r},o){return r.length===0?n===void 0?`Nothing has moved in ${t} yet.`:`${n} has never moved in ${t}.`:r.map(({revision:c,time:h,actor:u,cause:f,message:i,moves:p})=>{let s=`${o.bold(`revision ${c}`)}  ${new Date(h).toISOString()}  ${e(u.name)}  ${o.cyan(f)}`;return[i===void 0?s:`${s}  ${e(i)}`,...a(p,o)].join(`
`)}).join(`

`)}function v({environment:t,entries:n}){return m("promptlane/history/v1",{environment:t,entries:n})}export{v as historyJson,k as historyText};
