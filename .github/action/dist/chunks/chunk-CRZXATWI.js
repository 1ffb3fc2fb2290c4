import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as t}from"./chunk-U6ZXBY3C.js";var s={error:"error",warning:"warning",info:"notice"};function a({findings:e}){return e.filter(({accepted:i})=>i===void 0).map(f).join(`
`)}function f({rule:e,severity:i,message:o,hint:r,subject:d,place:m}){let{file:c,range:n}=m,p=[["file",c],["line",n.line],...n.endLine===n.line?[["col",n.column],["endColumn",n.endColumn]]:[],["endLine",n.endLine],["title",`${d}: ${e}`]];return t(s[i],r===void 0?o:`${o}
${r}`,p)}export{a};
