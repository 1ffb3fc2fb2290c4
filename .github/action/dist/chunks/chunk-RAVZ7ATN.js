import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{k as r}from"./chunk-VSK6OZS2.js";var l=new TextEncoder;function e(n,t){let{length:o}=l.encode(n);return r(t===40?"sha1":"sha256",`blob ${o}\0${n}`)}function f(n){return e(i(n),40)}function s(n,t){return e(t,n.length===40?40:64)===n}function b(n,t){return[t,i(t)].find(o=>s(n,o))}function i(n){return n.replaceAll(`\r
`,`
`)}export{e as a,f as b,s as c,b as d};
