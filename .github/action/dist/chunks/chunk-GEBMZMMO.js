import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as p}from"./chunk-BU55IQFK.js";import{a}from"./chunk-4VBKK2IA.js";var c=n=>new TextEncoder().encode(n).length;function A(n,t){let e=t;return n.map((r,o)=>{let l=o===n.length-1?e:Math.max(e/2,e-d(n.slice(o+1))),g=m(r,Math.floor(l));return e-=c(g),g}).join("")}function d(n){return n.reduce((t,e)=>t+c(s(e)),0)}function s({head:n,items:t,foot:e=""}){return t.length===0?"":`
${n}
${t.join(`
`)}
${e===""?"":`
${e}
`}`}function m(n,t){let e=s(n);if(c(e)<=t)return e;let{items:i}=n,r=t-c(s({...n,items:[""]}))-80,o=i.findIndex(l=>(r-=c(l)+1,r<0));return o<=0?"":`${s({...n,items:i.slice(0,o)})}
… and ${i.length-o} more in the report of the run.
`}var u=400,f="​",h=" ",S=/[@#!~%&$](?=\w)|:(?=\/\/)|\bGH(?=-\d)|\bwww(?=\.)|\b(?:mailto|xmpp|javascript|data)(?=:)/gi,w=/[#$&*+<>@[\\\]^_`{|}~!]|:(?=\S)/g,T=/^[-=]|(?<=^\d{1,9})[.)]/;function R(n){return($(a(n)).trim()||"–").replace(S,e=>`${e}${f}`).replace(w,"\\$&").replace(T,"\\$&")}function b(n){let t=$(a(n));if(t.trim()==="")return"` `";let e=Math.max(0,...[...t.matchAll(/`+/g)].map(([o])=>o.length)),i="`".repeat(e+1),r=/^[` ]|[` ]$/.test(t)?" ":"";return`${i}${r}${t}${r}${i}`}function x(n){return b(n.replace(/\\(?=\|)/g,`$&${h}`)).replaceAll("|","\\|")}function j({file:n,line:t},e=""){let i=p(n).split("/").filter(r=>!["",".",".."].includes(r)).map(r=>encodeURIComponent(r).replace(/[!'()*~]/g,o=>`%${o.charCodeAt(0).toString(16)}`)).join("/");return`[${x(`${n}:${t}`)}](${e}${i}#L${t})`}function $(n){let t=n.length>u?[...n]:[];return t.length>u?`${t.slice(0,u-1).join("")}…`:n}export{A as a,R as b,b as c,x as d,j as e};
