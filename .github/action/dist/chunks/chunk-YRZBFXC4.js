import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
var n=/^[a-z0-9][a-z0-9-]{0,39}$/;function t(e){return n.test(e)}var o=[{name:"development",policy:{}},{name:"staging",policy:{after:"development"}},{name:"production",policy:{after:"staging"}}];export{n as a,t as b,o as c};
