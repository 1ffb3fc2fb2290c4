import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as m}from"./chunk-7O7XBPOE.js";import{a as u}from"./chunk-B7KXHU6E.js";var d="  ",l=12;function b(n){return f(n,s(n))}function h(n,t,i){let r=g(s([n,...t]),i-d.length*(n.length-1));return r===void 0?t.map(e=>p(n,e,i)).join(`

`):f([n,...t].map(e=>e.map((a,o)=>m(a,r[o]??0))),r)}function s(n){let t=[];for(let i of n)i.forEach((r,e)=>{t[e]=Math.max(t[e]??0,u(r))});return t}function g(n,t){let i=e=>n.reduce((a,o)=>a+Math.min(o,e),0),r=Math.max(...n);if(!(i(l)>t)){for(;i(r)>t;)r-=1;return n.map(e=>Math.min(e,r))}}function f(n,t){let i=(r,e)=>r+" ".repeat(Math.max(0,(t[e]??0)-u(r)));return n.map(r=>r.map(i).join(d).trimEnd()).join(`
`)}function p(n,t,i){return t.map((e,a)=>m(`${n[a]??""} ${e}`,Math.max(1,i))).join(`
`)}export{b as a,h as b};
