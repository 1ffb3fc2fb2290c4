import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as p}from"./chunk-NZXD6VC2.js";import"./chunk-XY7QUVLB.js";function m({written:t,kept:n,extent:o},e){let r=[...t.map(i=>`  ${e.green("+")} ${i}`),...n.map(i=>`  ${e.dim(`= ${i} (already there)`)}`)];if(o==="clone")return["Git merges lockfiles pin by pin in this clone, and shows diffs of prompts that read well:",...r].join(`
`);let s=o==="bare"?"promptlane new support/triage":"promptlane check";return["Promptlane is set up:",...r,"",`Next: ${e.bold(s)}`].join(`
`)}function l({written:t,kept:n}){return p("promptlane/init/v1",{written:t,kept:n})}export{l as initJson,m as initText};
