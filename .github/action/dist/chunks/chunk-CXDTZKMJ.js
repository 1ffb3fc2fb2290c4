import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as o}from"./chunk-INJTZK3Q.js";var t="promptlane.lock";function m(n){return`promptlane.${n}.lock`}function r(n){let[,e=""]=/^promptlane\.([^.]+)\.lock$/.exec(n)??[];return o(e)?e:void 0}function p(n){return n===t||r(n)!==void 0}export{t as a,m as b,r as c,p as d};
