import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as o}from"./chunk-BU55IQFK.js";function c(n,r,t){let e=Object.entries(r).map(([i,u])=>` ${i}="${f(String(u))}"`);return t.length===0?`<${n}${e.join("")}/>`:`<${n}${e.join("")}>${t.join(`
`)}</${n}>`}var s=/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g,g={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&apos;","	":"&#9;","\n":"&#10;","\r":"&#13;"};function f(n){return o(n).replace(s,"�").replace(/[&<>"'\t\n\r]/g,r=>g[r]??r)}export{c as a,f as b};
