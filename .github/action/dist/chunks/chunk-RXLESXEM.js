import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{setFlagsFromString as e}from"node:v8";var o=15;function t(){e(`--heap-growing-percent=${o}`)}export{t as a};
