import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as a}from"./chunk-7O7XBPOE.js";import"./chunk-B7KXHU6E.js";import"./chunk-UMFUXWPO.js";import{a as m}from"./chunk-I2SJVVLF.js";import{a as e}from"./chunk-4VBKK2IA.js";import"./chunk-XY7QUVLB.js";function k({file:n,settings:t},o,r){let i=n===void 0?"No config file: the defaults hold.":`${n} over the defaults:`;return[e(i),...t.map(f=>d(f,o,r))].join(`

`)}function $({file:n,settings:t}){return m("promptlane/config/v1",{...n!==void 0&&{file:n},settings:t})}function d({key:n,value:t,source:o,about:r},i,f){let p=t===null?i.dim("not set"):i.bold(e(JSON.stringify(t))),s=r===""?[]:a(e(r),f-4),l=t===null&&o.kind==="default"?"":`  ${i.dim(u(o))}`;return[`${e(n)} = ${p}${l}`,...s.map(g=>`    ${i.dim(g)}`)].join(`
`)}function u(n){return n.kind==="default"?"default":n.kind==="file"?e(`${n.file}:${n.line}`):n.name}export{$ as configJson,k as configText};
