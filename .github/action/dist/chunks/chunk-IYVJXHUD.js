import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{existsSync as o}from"node:fs";import{dirname as f,join as a,posix as r}from"node:path";var w=new URL(import.meta.url.includes("/src/")?"../../../schemas/":"../../schemas/",import.meta.url),s="schemas/promptlane",m=".schema.json";function g(t,i,n){let e=`${s}/${n}${m}`;return o(a(t,e))?`# yaml-language-server: $schema=${r.relative(r.dirname(i),e)}
`:""}export{g as a};
