import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as t}from"./chunk-D5WV55TP.js";var f={error:"error",warning:"warning",info:"notice"};function g({findings:o}){return o.filter(({accepted:e})=>e===void 0).map(u).join(`
`)}function u({rule:o,severity:e,message:i,hint:r,subject:m,place:d}){let s=["title",`${m}: ${o}`],c=r===void 0?i:`${i}
${r}`;if(d===void 0)return t(f[e],c,[s]);let{file:l,range:n}=d,p=[["file",l],["line",n.line],...n.endLine===n.line?[["col",n.column],["endColumn",n.endColumn]]:[],["endLine",n.endLine],s];return t(f[e],c,p)}export{g as a};
