import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function t({pathname:e,search:r},n){return`${e.replace(/\/+$/,"")}/${n}${r}`}function i({hostname:e},r){return r===void 0?{}:e.endsWith(".azure.com")?{"api-key":r}:{authorization:`Bearer ${r}`}}export{t as a,i as b};
