import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as g}from"./chunk-GIFBRC4Z.js";import{a as y}from"./chunk-FZ5DAX6H.js";import"./chunk-IOQ5V3LO.js";import"./chunk-77DLZJTT.js";import{a as R}from"./chunk-5IWMZAIJ.js";import"./chunk-JWPNSKFG.js";import{a as f,b as a}from"./chunk-NZXD6VC2.js";import{a as u,b as l}from"./chunk-4VBKK2IA.js";import{b as c}from"./chunk-MVSKBS67.js";import"./chunk-KPUHU2M3.js";import"./chunk-XY7QUVLB.js";function P({version:e,rows:n,estimates:s},t,i){let[d,...p]=n,m=(r,o)=>t==="json"?j(e,r,s[o]):h(r.rendered,t,i);return d!==void 0&&p.length===0?m(d,0):t!=="text"?n.map((r,o)=>J(m(r,o))).join(`
`):n.map((r,o)=>`${i.bold(`── ${u(r.label??"")}`)}
${m(r,o)}`).join(`

`)}function h(e,n,s){switch(n){case"text":return e.messages.map(t=>b(t,s)).join(`

`);case"json":return f("promptlane/rendered/v1",e);case"openai":return a(JSON.stringify(y(e),null,2));default:return a(JSON.stringify(g(e),null,2))}}function j({id:e,digest:n},{label:s,rendered:t},i){let d={prompt:e,digest:n,...s!==void 0&&{row:s}};return f("promptlane/rendered/v1",{...d,...t,...i&&{estimate:i}})}function J(e){return a(JSON.stringify(JSON.parse(e)))}function b({role:e,content:n,name:s,toolCallId:t,toolCalls:i=[]},d){let p=[s,t].filter(o=>o!==void 0).map(u),m=`${d.cyan(`[${e}]`)}${p.length>0?d.dim(` ${p.join(" ")}`):""}`,r=n===void 0&&i.length>0?[]:[l(n??"")];return[m,...r,...i.map(o=>R(O(o),d))].join(`
`)}function O(e){return c(e)?e:{}}export{P as documentsOf,h as renderedText};
