import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function m(e,n,t,{replace:o=!1}={}){let r=o?[]:e.environments.get(n)??[];return{environments:new Map(e.environments).set(n,new Map([...r,...t]))}}function p(e,n){return new Map([...e.environments.get(n)??[]].map(([t,{digest:o}])=>[t,o]))}export{m as a,p as b};
