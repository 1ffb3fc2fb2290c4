import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import"./chunk-XY7QUVLB.js";var m=["csv","jsonl"];async function*g(t,n,r){r==="csv"&&(yield`unit,variant,first_seen,metric,outcomes,mean
`);let o;do{let e=await t.rolloutUnits(n,o);yield e.units.map(r==="csv"?c:a).join(""),o=e.next}while(o!==void 0)}function a({firstAt:t,...n}){return`${JSON.stringify({...n,firstSeen:new Date(t).toISOString()})}
`}function c({unit:t,variant:n,firstAt:r,measures:o}){let e=[t,n,new Date(r).toISOString()],i=Object.entries(o).map(([s,{count:l,mean:u}])=>[...e,s,String(l),String(u)]);return(i.length>0?i:[[...e,"","",""]]).map(s=>`${s.map(p).join(",")}
`).join("")}function p(t){let n=/^[=+@\t\r-]/.test(t)&&!Number.isFinite(Number(t))?`'${t}`:t;return/[",\r\n]/.test(n)?`"${n.replaceAll('"','""')}"`:n}export{m as EXPORT_FORMATS,g as exportedUnits};
