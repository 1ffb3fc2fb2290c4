import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function n(e){return e.length===0?"The file":e.map((t,r)=>typeof t=="number"?`[${t}]`:r===0?t:`.${t}`).join("")}export{n as a};
