import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{e as p}from"./chunk-TU5POSJG.js";import{a as g}from"./chunk-Z22J2FTH.js";import{a as d}from"./chunk-I2SJVVLF.js";import{a as o,b as f}from"./chunk-4VBKK2IA.js";import"./chunk-VSK6OZS2.js";import"./chunk-XY7QUVLB.js";function v({id:n,digest:i,content:a,partials:m},t){let{v:k,kind:x,messages:$,partials:J,...c}=a,u=Object.entries(c).map(([s,r])=>`${t.dim(`${s}:`)} ${y(r)}`),w=$.map(({role:s,content:r,name:e})=>`${t.cyan(s)}${e===void 0?"":t.dim(` ${o(e)}`)}
${h(r??"")}`),l=[...m].map(([s,{digest:r,text:e}])=>`${t.magenta(s)} ${t.dim(p(r))}
${h(e)}`);return[`${t.bold(n)} ${t.green(p(i))} ${t.dim(i)}`,u.join(`
`),...w,...l].join(`

`)}function C({id:n,digest:i,content:a,partials:m}){return d("promptlane/version/v1",{id:n,digest:i,content:a,partials:m})}function _({content:n}){return g(n)}function y(n){return typeof n=="string"?o(n):o(JSON.stringify(n))}function h(n){return f(n).split(`
`).map(i=>`  ${i}`.trimEnd()).join(`
`)}export{_ as shownCanonical,C as shownJson,v as shownText};
