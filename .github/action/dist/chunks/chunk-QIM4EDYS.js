import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as t}from"./chunk-H4T6OGGJ.js";function o(a,e){return[...new Set(a.flatMap(p=>t(p,e).partials.map(({id:r})=>r)))]}export{o as a};
