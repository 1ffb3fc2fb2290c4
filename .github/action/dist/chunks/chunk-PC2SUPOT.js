import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{relative as t}from"node:path";function i({root:e,gitRoot:r}){let o=r===void 0?"":t(r,e).replaceAll("\\","/");return o===""?"":`${o}/`}export{i as a};
