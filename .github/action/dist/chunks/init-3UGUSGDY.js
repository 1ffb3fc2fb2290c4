import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as s}from"./chunk-I2SJVVLF.js";import"./chunk-XY7QUVLB.js";function a({written:o,kept:n,extent:t},e){let r=[...o.map(i=>`  ${e.green("+")} ${i}`),...n.map(i=>`  ${e.dim(`= ${i} (already there)`)}`)];if(t==="clone")return["Git merges lockfiles pin by pin in this clone, and shows diffs of prompts that read well:",...r].join(`
`);let p=t==="bare"?"promptlane new support/triage":"promptlane check";return["Promptlane is set up:",...r,"",`Next: ${e.bold(p)}`].join(`
`)}function l({written:o,kept:n},t){return s("promptlane/init/v1",{written:o,kept:n,...t})}export{l as initJson,a as initText};
