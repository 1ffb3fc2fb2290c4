import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
var o=/^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/,s={ms:1,s:1e3,m:6e4,h:36e5,d:864e5};function u(t){let[,n,e]=o.exec(t.trim())??[];return n===void 0?void 0:Number(n)*s[e]}export{u as a};
