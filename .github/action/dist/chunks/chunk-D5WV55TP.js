import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as n}from"./chunk-BU55IQFK.js";function g(r,l,t=[]){let e=t.map(([i,a])=>`${i}=${o(String(a))}`).join(",");return`::${r}${e===""?"":` ${e}`}::${u(l)}`}function u(r){return n(r).replace(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,"�").replaceAll("%","%25").replaceAll("\r","%0D").replaceAll(`
`,"%0A")}function o(r){return u(r).replaceAll(":","%3A").replaceAll(",","%2C")}export{g as a};
