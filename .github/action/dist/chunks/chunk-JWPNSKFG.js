import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function i(n){let e=n?.indexOf("/")??-1;return e===-1?void 0:n?.slice(0,e)}function d(n){return n?.slice(n.indexOf("/")+1)}export{i as a,d as b};
