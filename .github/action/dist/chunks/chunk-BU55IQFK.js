import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{c as n}from"./chunk-TU5POSJG.js";var i=/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;function a(e){return e.replace(i,"�")}function s({rule:e,place:r,subject:t,message:o}){return n(a([e,r?.file??"",t,o].join(`
`)))}export{a,s as b};
