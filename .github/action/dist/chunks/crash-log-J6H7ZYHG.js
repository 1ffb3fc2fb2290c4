import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as i}from"./chunk-KMCHJMSJ.js";import"./chunk-DK5VVCE2.js";import{a as c}from"./chunk-FXEBJQHJ.js";import"./chunk-XY7QUVLB.js";import{createHash as p}from"node:crypto";import{mkdtempSync as d,writeFileSync as l}from"node:fs";import{tmpdir as g}from"node:os";import{join as a}from"node:path";var m=/KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL|AUTH/i,u=6;function C(n,t){let s=h(f(n),t),e=p("sha256").update(E(s)).digest("hex").slice(0,8),r=`promptlane ${c}
node ${process.version} on ${process.platform} ${process.arch}

${s}
`;try{let o=a(d(a(g(),"promptlane-")),`${e}.log`);return l(o,r,{mode:384,flag:"wx"}),{id:e,file:o}}catch{return{id:e}}}function f(n){if(!(n instanceof Error))return String(n);let{cause:t}=n,s=n.stack??`${n.name}: ${n.message}`;return t===void 0||t===n?s:`${s}
caused by ${f(t)}`}function E(n){return n.replaceAll(/(?:file:\/\/)?(?:\/[^\s/():]+)*\//g,"").replaceAll(/"[^"\n]*"|'[^'\n]*'/g,'""')}function h(n,t){return Object.entries(t).flatMap(([e,r])=>m.test(e)&&r!==void 0&&r.length>=u?[r]:[]).reduce((e,r)=>e.replaceAll(r,"[secret]"),i(n))}export{f as stackOf,C as writeCrashLog};
