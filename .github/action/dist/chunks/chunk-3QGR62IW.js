import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{h as u}from"./chunk-GDHIUZTL.js";function S(){let e=new Map;return t=>{let{kind:i,path:o,id:a,text:p}=t,n=e.get(o)??[],c=n.find(r=>r.source.text===p&&r.source.kind===i&&r.source.id===a);if(c!==void 0)return c;let s=u(t);return e.set(o,[...n,s]),s}}export{S as a};
