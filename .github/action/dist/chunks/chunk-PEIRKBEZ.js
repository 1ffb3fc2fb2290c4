import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function t(n){let o={};for(let e of Object.keys(n)){let s=n[e];s!==void 0&&(o[e]=s)}return o}export{t as a};
