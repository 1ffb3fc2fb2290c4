import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function t(n,r){let i=n.length;for(;i>0&&r.includes(n.charAt(i-1));)i-=1;return n.slice(0,i)}export{t as a};
