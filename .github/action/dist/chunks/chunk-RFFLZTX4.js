import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as s}from"./chunk-2FUSOKQ4.js";async function p(a,e,n,{registry:i,versions:t}){let r=await i.plan(a,{pins:e,prune:n}),l=await Promise.all(r.moves.map(async o=>({...o,changes:await s(o,t)})));return{...r,moves:l,wanted:e,prune:n}}export{p as a};
