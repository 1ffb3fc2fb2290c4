import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as a,c as b,d as c}from"./chunk-GKSTNL4F.js";import"./chunk-XY7QUVLB.js";export{c as didYouMean,b as onlySuggestion,a as suggest};
