import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function e(n,r){if(r<0)return!0;if(typeof n!="object"||n===null)return!1;if(Array.isArray(n))return n.some(o=>e(o,r-1));for(let o in n)if(e(n[o],r-1))return!0;return!1}function i(n){try{let r=JSON.parse(n);return n.length>400&&e(r,200)?void 0:r}catch{return}}export{e as a,i as b};
