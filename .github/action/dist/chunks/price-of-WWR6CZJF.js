import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a}from"./chunk-N6XPLARO.js";import"./chunk-R7LEOF5U.js";import"./chunk-XY7QUVLB.js";export{a as priceTable};
