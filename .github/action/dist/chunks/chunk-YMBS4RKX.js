import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{createReadStream as i}from"node:fs";import{StringDecoder as s}from"node:string_decoder";async function*f(r){let n=new s("utf8"),e="";for await(let o of i(r,{highWaterMark:256*1024})){let t=(e+n.write(o)).split(`
`);e=t.pop()??"",yield*t}}export{f as a};
