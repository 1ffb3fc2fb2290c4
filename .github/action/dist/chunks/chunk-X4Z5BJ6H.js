import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as e}from"./chunk-EHSBRM4F.js";async function n(){throw r()}async function o(){throw r()}function r(){return new e("usage-invalid","The promptlane of the GitHub Action holds no registry.",{hint:"Install the package to run `serve` or `demo`."})}export{n as a,o as b};
