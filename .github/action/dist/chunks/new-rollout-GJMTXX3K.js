import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as u}from"./chunk-IYVJXHUD.js";import{a as f}from"./chunk-4AKLPHWA.js";import"./chunk-F4OWC6CX.js";import"./chunk-3UF3VAUE.js";import"./chunk-PTMJ7RE4.js";import"./chunk-CRSIDYUV.js";import"./chunk-7VZBTAVE.js";import"./chunk-5TMET536.js";import{a as p}from"./chunk-3QIVO47V.js";import{b as c}from"./chunk-MMNDDM7H.js";import"./chunk-ZD2EQPOR.js";import"./chunk-RE3UGRTT.js";import"./chunk-DFDGNVCR.js";import"./chunk-F3DY5LEB.js";import"./chunk-OJ2QSOW3.js";import"./chunk-AJPPY6BT.js";import"./chunk-INJTZK3Q.js";import"./chunk-VMM3KBXO.js";import{e as d}from"./chunk-TU5POSJG.js";import"./chunk-Z22J2FTH.js";import"./chunk-GKSTNL4F.js";import"./chunk-VSK6OZS2.js";import"./chunk-X6YLHIBP.js";import{b as s}from"./chunk-3N5JNQ3U.js";import"./chunk-XY7QUVLB.js";import{existsSync as y}from"node:fs";import{dirname as v,join as m}from"node:path";async function T(o,{root:e,config:t}){let{prompt:i,environment:n,control:a,candidate:l}=o;if(a===l)throw new s("usage-invalid",`${i} ${d(l)} is what ${n} pins already.`,{hint:"Name another version with `--candidate`."});let r=f(t,n,i);if(y(m(e,r)))throw new s("usage-invalid",`There is a rollout at ${r} already.`,{hint:"Change that file, or delete it when its rollout is over."});return await p(v(m(e,r))),await c(m(e,r),u(e,r,"rollout")+w(o)),r}function w({prompt:o,environment:e,mode:t,control:i,candidate:n,seed:a}){return`# docs/rollouts.md says what each member means.
prompt: ${JSON.stringify(o)}
environment: ${JSON.stringify(e)}
mode: ${t}
seed: ${JSON.stringify(a)}
unit: [userId, sessionId]
control: ${i}
variants:
`+(t==="experiment"?h("control",i):"")+h("candidate",n)+$[t]}function h(o,e){return`  - { id: ${o}, version: "${e}", weight: 1 }
`}var g=`guardrails:
  - { metric: error_rate, worse: up, margin: 0.02, do: rollback }
`,$={canary:`ramp:
  - { coverage: 0.01, for: 30m, minUnits: 200, onInconclusive: advance }
  - { coverage: 0.1, for: 6h, minUnits: 2000 }
  - { coverage: 0.5, for: 24h }
  - { coverage: 1, for: 24h }
${g}checks: { srm: hold, noTraffic: { after: 24h, do: hold } }
`,experiment:`${g}checks: { srm: hold }
`,flag:`rules:
  - { if: { plan: { in: [beta] } }, serve: candidate }
`};export{T as newRollout};
