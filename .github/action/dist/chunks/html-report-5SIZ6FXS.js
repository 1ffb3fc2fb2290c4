import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{d as b}from"./chunk-GX2TQ4LK.js";import"./chunk-565SP3ZA.js";import{a as S}from"./chunk-BU55IQFK.js";import{c as h}from"./chunk-TU5POSJG.js";import"./chunk-Z22J2FTH.js";import{a as R}from"./chunk-4VBKK2IA.js";import"./chunk-VSK6OZS2.js";import"./chunk-XY7QUVLB.js";var g=2e4;function w(e,{report:t,prefix:n}){let{id:r,caseId:s,label:a,tags:o,group:i,where:c}=e.case;return{id:r,caseId:s,label:a,tags:o,...i!==void 0&&{group:i},...c&&{place:`${n}${c.file}:${c.line}`},verdicts:b(e,t).map(l=>{let{candidate:p,baseline:d}=l??{};return{change:l?.change??"errored",...p&&{now:P(p)},...d&&{before:P(d)}}}),spent:C(e.candidate),spentBefore:C(e.baseline)}}function C(e){let t=e.flatMap(({answer:s})=>s??[]),n=v(t.map(s=>s.latencyMs)),r=v(t.flatMap(s=>s.cost??[]));return{...n!==void 0&&{latencyMs:n},...r!==void 0&&{cost:r}}}function P({score:e,pass:t}){return{score:e,pass:t}}function v(e){return e.length===0?void 0:e.reduce((t,n)=>t+n,0)/e.length}function E({verdicts:e}){return e.some(({change:t,now:n})=>t==="regressed"||t==="improved"||t==="errored"||n?.pass===!1)}function O({case:{inputs:e,expected:t},candidate:n,baseline:r},{scorers:s}){let a=s.map(({scorer:o})=>o);return{inputs:Object.entries(e??{}).map(([o,i])=>({name:o,value:m(x(i))})),...t!==void 0&&{expected:m(x(t))},now:n.map(o=>$(o,a)),before:r.map(o=>$(o,a))}}function $({answer:e,error:t,cached:n,scores:r},s){return{...e&&{answer:m(e.text),latencyMs:e.latencyMs,...e.cost!==void 0&&{cost:e.cost},...e.toolCalls!==void 0&&{toolCalls:e.toolCalls},...e.finishReason!==void 0&&{finishReason:e.finishReason}},...t&&{error:`${t.message} (${t.code})`},cached:n,said:s.map(a=>J(r.find(o=>o.scorer===a)))}}function J(e){return e===void 0?null:"error"in e?{error:e.error}:{score:e.score,pass:e.pass,...e.reason!==void 0&&{reason:e.reason}}}function x(e){return typeof e=="string"?e:JSON.stringify(e,null,2)}function m(e){return e.length<=g?{text:e}:{text:S(e.slice(0,g)),cut:e.length-g}}var M=4e7,N=.5;async function*D({evaluations:e,page:t,version:n,most:r=M}){let s=["failed","invalid","unjudged","passed"].find(o=>e.some(({report:i})=>i.outcome===o));yield j(t,H(e,s??"passed")),yield`<script type="application/json" id="tool">${u(JSON.stringify({version:n}))}</script>
`;let a={left:r};for(let o of e)yield*V(o,a,r);yield`<script>${t.script}</script>
</body>
</html>
`}function j({script:e,style:t},n){return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${["default-src 'none'",`script-src '${A(e)}'`,`style-src '${A(t)}'`,"base-uri 'none'","form-action 'none'"].join("; ")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${I(n)}</title>
<style>${t}</style>
</head>
<body>
<main id="report"><noscript>This report is shown by a script that stands in this file. It asks no server for anything.</noscript></main>
`}function H(e,t){let[n,...r]=e;if(n===void 0)return"Promptlane evals";let s=r.length===0?"":` and ${r.length} more`;return`${t}: ${n.report.suite} on ${n.report.prompt}${s}`}async function*V(e,t,n){let{report:r,records:s}=e,a={texts:0,cases:0};yield`<script type="application/json" class="evaluation">{"report":${u(JSON.stringify(_(r)))},"cases":[`;let o=`
`;for await(let i of s()){let c=w(i,e),l=u(JSON.stringify(c)),p=u(JSON.stringify({...c,texts:O(i,r)})),d=E(c)?0:n*(1-N),f=t.left-p.length>=d;if(!f&&t.left<l.length){a.cases+=1;continue}f||(a.texts+=1);let y=f?p:l;t.left-=y.length,yield o+y,o=`,
`}yield`
],"leftOut":${JSON.stringify(a)}}</script>
`}function _(e){return{...e,candidate:T(e.candidate),baseline:e.baseline&&T(e.baseline),scorers:e.scorers.map(({failures:t,comparison:n,...r})=>({...r,failures:t.length,...n&&{comparison:{counts:n.counts,...n.statistics&&{statistics:n.statistics},newFailures:n.newFailures.length,newPasses:n.newPasses.length}}}))}}function T({errors:e,...t}){return{...t,errors:e.length}}function A(e){let t=h(e).match(/../g)??[];return`sha256-${btoa(String.fromCharCode(...t.map(n=>Number.parseInt(n,16))))}`}function u(e){return e.replace(/[<>&\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,t=>`\\u${t.charCodeAt(0).toString(16).padStart(4,"0")}`)}function I(e){return R(e).replace(/[&<>"']/g,t=>`&#${t.charCodeAt(0)};`)}export{D as htmlReport};
