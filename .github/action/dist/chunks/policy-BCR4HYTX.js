import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as l}from"./chunk-Z22J2FTH.js";import{a}from"./chunk-I2SJVVLF.js";import{a as m,b as c}from"./chunk-4VBKK2IA.js";import"./chunk-XY7QUVLB.js";function h(n,e){return n.map(({name:o,revision:t,policy:i})=>`${e.bold(o)} ${e.dim(`(revision ${t})`)}
${p(i,"  ")}`).join(`
`)}function k(n,e){let o=Math.max(0,...n.map(({name:r})=>r.length)),t=n.map(({revision:r})=>`revision ${r}`),i=Math.max(0,...t.map(r=>r.length));return n.map(({name:r,policy:s},d)=>`${e.bold(r.padEnd(o))}  ${e.dim((t[d]??"").padEnd(i))}  ${u(s)}`.trimEnd()).join(`
`)}function u({after:n,...e}){let{require:o={},...t}=e,i=[...l(o)?Object.keys(o):["require"],...Object.keys(t)].map(m);return[...n===void 0?[]:[`after ${m(String(n))}`],...i.length>0?[`asks for ${i.join(", ")}`]:[]].join(", ")}function v(n){return a("promptlane/environments/v1",{environments:n})}function $(n,e){return n.length===0?`${e.green("✓")} The registry has the policies of the config.`:n.map(({environment:t,registry:i,config:r})=>[e.bold(t),i===void 0?"":e.red(p(i,"  - ")),r===void 0?"":e.green(p(r,"  + "))].filter(s=>s!=="").join(`
`)).join(`
`)}function b({differences:n,pushed:e}){return a("promptlane/policies/v1",{pushed:e,differences:n})}function p(n,e){return c(JSON.stringify(n,null,2)).split(`
`).map(t=>`${e}${t}`).join(`
`)}export{b as differencesJson,$ as differencesText,v as environmentsJson,k as environmentsTable,h as environmentsText};
