import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as R}from"./chunk-LJEYBO45.js";import{a as g}from"./chunk-BRYT7DV5.js";import{a as h}from"./chunk-UFYSKYRD.js";import{a as y}from"./chunk-2BFSOGYB.js";import"./chunk-7ERWQ4MC.js";import"./chunk-TB3XXSDJ.js";import"./chunk-PFIV4VP6.js";import{a as j}from"./chunk-QA2LYZU7.js";import"./chunk-JWPNSKFG.js";import"./chunk-PEIRKBEZ.js";import{b as f}from"./chunk-Z22J2FTH.js";import{a as c,b as u}from"./chunk-I2SJVVLF.js";import{a,b as l}from"./chunk-4VBKK2IA.js";import"./chunk-M2AOFDOQ.js";import"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";function S({version:e,rows:n,estimates:s},r,d){let[i,...p]=n,m=(t,o)=>r==="json"?b(e,t,s[o]):O(t.rendered,r,d);return i!==void 0&&p.length===0?m(i,0):r!=="text"?n.map((t,o)=>x(m(t,o))).join(`
`):n.map((t,o)=>`${d.bold(`── ${a(t.label??"")}`)}
${m(t,o)}`).join(`

`)}var J={openai:y,"openai-responses":h,anthropic:R,google:g};function O(e,n,s){switch(n){case"text":return e.messages.map(r=>k(r,s)).join(`

`);case"json":return c("promptlane/rendered/v1",e);default:return u(JSON.stringify(J[n](e),null,2))}}function b({id:e,digest:n},{label:s,rendered:r},d){let i={prompt:e,digest:n,...s!==void 0&&{row:s}};return c("promptlane/rendered/v1",{...i,...r,...d&&{estimate:d}})}function x(e){return u(JSON.stringify(JSON.parse(e)))}function k({role:e,content:n,name:s,toolCallId:r,toolCalls:d=[]},i){let p=[s,r].filter(o=>o!==void 0).map(a),m=`${i.cyan(`[${e}]`)}${p.length>0?i.dim(` ${p.join(" ")}`):""}`,t=n===void 0&&d.length>0?[]:[l(n??"")];return[m,...t,...d.map(o=>j(w(o),i))].join(`
`)}function w(e){return f(e)?e:{}}export{S as documentsOf,O as renderedText};
