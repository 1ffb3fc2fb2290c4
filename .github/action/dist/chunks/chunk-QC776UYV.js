import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
var t={environments:new Map},o=/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;function n(e){return typeof e=="string"&&o.test(e)}export{t as a,o as b,n as c};
