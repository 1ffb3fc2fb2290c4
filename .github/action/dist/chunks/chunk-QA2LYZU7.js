import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as e}from"./chunk-Z22J2FTH.js";import{b as f}from"./chunk-I2SJVVLF.js";import{a as s,b as m}from"./chunk-4VBKK2IA.js";import{b as a}from"./chunk-M2AOFDOQ.js";function x(t,n){let{id:r="",function:o}=e(t)?t:{},{name:p="",arguments:c=""}=e(o)?o:{};return`${`${n.magenta(`→ ${s(i(p))}`)}${r===""?"":n.dim(` ${s(i(r))}`)}`}
${u(c)}`}function u(t){let n=typeof t=="string"?a(t):t;return(n===void 0?m(i(t)):f(JSON.stringify(n,null,2))).split(`
`).map(o=>`  ${o}`.trimEnd()).join(`
`)}function i(t){return typeof t=="string"?t:JSON.stringify(t)}export{x as a};
