import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
var e=/^[a-z0-9][a-z0-9-]{0,39}$/;function o(n){return e.test(n)}var t=[{name:"development",policy:{}},{name:"staging",policy:{after:"development"}},{name:"production",policy:{after:"staging"}}];export{e as a,o as b,t as c};
