import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function s(e,n){let o=[e];for(let r=0;r<=n;r+=1)if(o=o.flatMap(t=>typeof t=="object"&&t!==null?Object.values(t):[]),o.length===0)return!1;return!0}var a=200;function f(e){try{let n=JSON.parse(e);return s(n,a)?void 0:n}catch{return}}export{s as a,f as b};
