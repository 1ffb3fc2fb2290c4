import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{readFileSync as r}from"node:fs";var n=JSON.parse(r(new URL("../../package.json",import.meta.url),"utf8")).version;export{n as a};
