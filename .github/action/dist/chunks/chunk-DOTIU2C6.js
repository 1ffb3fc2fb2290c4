import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
var o=class extends Error{name="Unscorable"};function n(e,r){return e?{score:1,pass:e}:{score:0,pass:e,reason:r()}}function s(e,r=60){let t=e.length>r?`${e.slice(0,r-1)}…`:e;return JSON.stringify(t)}export{o as a,n as b,s as c};
