import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function t(o){return/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(o)}export{t as a};
