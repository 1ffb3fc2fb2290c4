import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-W2DDLT4O.js";import{a as t}from"./chunk-647J66AY.js";async function u({prompt:e,from:r,to:o},i){if(r===void 0||o===void 0)return[];let[n,s]=await Promise.all([i.load(e,r),i.load(e,o)]);return n&&s?a(t(n,s)):[]}export{u as a};
