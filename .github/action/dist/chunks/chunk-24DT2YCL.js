import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function a(r){if(r===0)return"$0";let t=Math.max(2,2-Math.floor(Math.log10(Math.abs(r))));return`$${r.toFixed(Math.min(t,12)).replace(/(\.\d\d\d*?)0+$/,"$1")}`}export{a};
