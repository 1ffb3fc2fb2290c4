import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as t}from"./chunk-OJ2QSOW3.js";function r(e){return`the gate judged nothing: ${t(e.length,"rule")} could not be asked`}export{r as a};
