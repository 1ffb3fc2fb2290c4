import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function t({mode:e,ramp:o}){return o??[{coverage:e==="experiment"?1:0}]}export{t as a};
