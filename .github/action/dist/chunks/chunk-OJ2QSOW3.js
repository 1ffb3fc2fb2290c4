import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function n(r,e,t=`${e}s`){return`${String(r).replaceAll(/\B(?=(?:\d{3})+$)/g,",")} ${r===1?e:t}`}export{n as a};
