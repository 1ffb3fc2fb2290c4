import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as f}from"./chunk-KJMX2ZS6.js";import{a as m}from"./chunk-OJ2QSOW3.js";import{a as s}from"./chunk-I2SJVVLF.js";import{a as p}from"./chunk-4VBKK2IA.js";import"./chunk-XY7QUVLB.js";import{posix as a}from"node:path";function $({format:r,files:t,out:o,done:n},e){if(!n)return"";if(o===void 0)return t.map(({text:i})=>i).join("");let u=t.map(({path:i})=>`  ${e.green("+")} ${p(a.join(o,i))}`);return`${[`Wrote ${m(t.length,"file")} for ${r}:`,...u].join(`
`)}
`}function j({losses:r,done:t},o){return[...f(r,o),...t?[]:["",`Nothing was written, because of ${o.bold("--fail-on-loss")}.`]].join(`
`)}function k({format:r,files:t,losses:o,out:n,done:e}){return s("promptlane/export/v1",{format:r,out:n,written:e,files:e?t:[],losses:o})}export{k as exportJson,j as exportNote,$ as exportText};
