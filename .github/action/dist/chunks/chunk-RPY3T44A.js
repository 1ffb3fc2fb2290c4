import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function o({path:e},n){return e.replace(/:([a-z]+)/g,(r,t)=>encodeURIComponent(n[t]??""))}export{o as a};
