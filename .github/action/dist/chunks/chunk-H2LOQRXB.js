import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as r}from"./chunk-3N5JNQ3U.js";var a=new Set(["registry-unreachable","registry-broken","rate-limited","server-failed","server-stopping","database-unreachable","database-busy"]);function n(e){return e instanceof r&&a.has(e.code)}export{n as a};
