import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as i}from"./chunk-6R2YSP5G.js";import{a as r}from"./chunk-DC4MPIG6.js";function p(o,e=r(o,{fetches:!0})){return{...e,registry:e.registryIfConfigured,resolve:t=>i(t,o.globals.directory,e)}}export{p as a};
