import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as i}from"./chunk-6PXK7LRG.js";import{a as r}from"./chunk-JP6K3G6Y.js";function p(o,e=r(o,{fetches:!0})){return{...e,registry:e.registryIfConfigured,resolve:t=>i(t,o.globals.directory,e)}}export{p as a};
