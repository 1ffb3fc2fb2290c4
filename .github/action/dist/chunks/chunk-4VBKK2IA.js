import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
var u=/[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu,i={"\n":"↵","\r":"␍","	":" "};function e(t){return t.replace(u,n=>i[n]??`\\u{${(n.codePointAt(0)??0).toString(16)}}`)}function r(t){return t.split(`
`).map(n=>n.split("	").map(e).join("	")).join(`
`)}export{e as a,r as b};
