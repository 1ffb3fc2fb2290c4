import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
function s(n){let t="git ls-files --error-unmatch --",r=`(unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE; cd -P -- ${n} && ${t} .)`;return`{ ${t} ${n} || ${r}; } >/dev/null 2>&1`}export{s as a};
