import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function o(n,{hostname:t,host:s}){let e=(n??"").split(",").map(i=>i.trim().toLowerCase());return e.includes(t)||e.includes(s)}export{o as a};
