import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as e}from"./chunk-MMNDDM7H.js";import{b as r}from"./chunk-3N5JNQ3U.js";import{readFile as a}from"node:fs/promises";async function m(i,o,t){await e(i,t,async()=>{if(await a(i,"utf8")!==o)throw new r("write-raced",`${i} changed while it was being worked on.`)})}export{m as a};
