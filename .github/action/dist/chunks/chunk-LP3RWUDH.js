import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function c(t,o){let r="",e=0;for(let{start:s,end:a,text:d}of o.toSorted((n,l)=>n.start-l.start||n.end-l.end))r+=t.slice(e,s)+d,e=a;return r+t.slice(e)}export{c as a};
