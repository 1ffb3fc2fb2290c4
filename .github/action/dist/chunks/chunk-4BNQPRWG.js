import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as i}from"./chunk-DPZKHZ24.js";import{a as r}from"./chunk-4V77DRLH.js";function p(o,e=r(o,{fetches:!0})){return{...e,registry:e.registryIfConfigured,resolve:t=>i(t,o.globals.directory,e)}}export{p as a};
