import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-WJIQRSHE.js";import{a as t}from"./chunk-BMTNR3Q6.js";async function u({prompt:e,from:r,to:o},i){if(r===void 0||o===void 0)return[];let[n,s]=await Promise.all([i.load(e,r),i.load(e,o)]);return n&&s?a(t(n,s)):[]}export{u as a};
