import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
var t=/^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/,d={ms:1,s:1e3,m:6e4,h:36e5,d:864e5};function r(e){let[,n,s]=t.exec(e.trim())??[];return n===void 0?void 0:Number(n)*d[s]}export{r as a};
