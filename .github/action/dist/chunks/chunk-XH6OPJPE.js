import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{c as r}from"./chunk-TU5POSJG.js";var o=/^plt_([0-9a-f]{12})_([0-9a-f]{48})([0-9a-f]{8})$/;function d(e){let[,n,t,i]=o.exec(e)??[];if(!(n===void 0||t===void 0))return i===s(n,t)?{id:n,secret:t}:void 0}function s(e,n){return r(`${e}_${n}`).slice(0,8)}export{d as a};
