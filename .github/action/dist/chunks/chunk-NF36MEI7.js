import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function a(e){return{count:e.length,async*[Symbol.asyncIterator](){yield*e}}}export{a};
