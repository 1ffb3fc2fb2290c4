import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function r(s){let n=new Map;for(let e of s){let o=n.get(e.code);o===void 0?n.set(e.code,[e]):o.push(e)}return[...n].map(([e,o])=>({code:e,refusals:o,satisfy:[...new Set(o.map(({satisfy:a})=>a))]}))}export{r as a};
