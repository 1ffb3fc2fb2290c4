import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function h(n,t){let d=Math.min(n.length,t.length);for(let e=0;e<d;e+=1){let o=n.charCodeAt(e),r=t.charCodeAt(e);if(o!==r)return c(o)-c(r)}return n.length-t.length}function c(n){return n>=55296&&n<=57343?n+65536:n}export{h as a};
