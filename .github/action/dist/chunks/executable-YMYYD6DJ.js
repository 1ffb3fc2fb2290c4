import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import"./chunk-XY7QUVLB.js";import{fileURLToPath as o}from"node:url";var r=o(new URL("../../bin/promptlane.js",import.meta.url));export{r as EXECUTABLE};
