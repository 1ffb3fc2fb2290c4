import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as I}from"./chunk-IC437AML.js";import{a as O}from"./chunk-PC2SUPOT.js";import{a as h}from"./chunk-CKWH3HM5.js";import{b as S}from"./chunk-GNQISSEP.js";import{b as v}from"./chunk-M2AOFDOQ.js";import{b as m}from"./chunk-3N5JNQ3U.js";import{readFileSync as J}from"node:fs";import{join as U,relative as K}from"node:path";import{existsSync as u,lstatSync as C,readFileSync as H}from"node:fs";import{chmod as D,mkdir as E,rename as $,rm as A,writeFile as M}from"node:fs/promises";import{join as c,resolve as R}from"node:path";function d(e){return`${e}.before-promptlane`}var g="# promptlane-hook 1: ";function y(e,o){let t=`"$(dirname -- "$0")/${d(e)}"`,[n,r]=e==="pre-push"?[`input=$(cat)
`,`{ [ -z "$input" ] || printf '%s\\n' "$input"; } | `]:["",""];return`#!/bin/sh
${g}${JSON.stringify(o)}
# Written by \`promptlane hook install\`; \`promptlane hook uninstall\` puts back what was here before.
${n}if [ -x ${t} ]; then
  ${r}${t} "$@" || exit $?
fi
tracked() {
  ${I('"$1"')}
}
check() {
  folder=$1
  shift
  [ -d "$folder" ] || return 0
  strange=
  for program in "$folder/node_modules/.bin/promptlane" ./node_modules/.bin/promptlane "$(command -v promptlane)"; do
    command -v "$program" >/dev/null 2>&1 || continue
    case $program in
      */.bin/promptlane)
        if tracked "\${program%/.bin/promptlane}"; then
          strange=\${program%/.bin/promptlane}
          continue
        fi ;;
    esac
    ${r}"$program" hook run -C "$folder" ${e} "$@"
    return
  done
  if [ -n "$strange" ]; then
    echo "promptlane: git tracks $strange, so whoever made this branch chose the program in it. It was not run, and the prompts in $folder were not checked. Put promptlane on PATH." >&2
  else
    echo "promptlane: not found, so the prompts in $folder were not checked. Run npm install, or put promptlane on PATH." >&2
  fi
}
${o.map(i=>`check ${G(i)} "$@" || exit $?`).join(`
`)}
`}function P(e){let o=e.split(`
`).find(n=>n.startsWith(g)),t=o===void 0?void 0:v(o.slice(g.length));return Array.isArray(t)&&t.every(n=>typeof n=="string")?t:void 0}function G(e){return`'${e.replaceAll("'","'\\''")}'`}async function k(e,o){let t=["rev-parse","--git-common-dir","--git-path","hooks"],[n="",r=""]=(await S(e,t,{cwd:o})).toString("utf8").trimEnd().split(`
`),i=R(o,r);return{path:i,isOwn:h(R(o,n),i)!==void 0||h(o,i)!==void 0}}function f({path:e},o){let t=c(e,o);if(C(t,{throwIfNoEntry:!1})===void 0)return{kind:"none"};let n=u(t)?P(H(t,"utf8")):void 0;return n===void 0?{kind:"foreign"}:{kind:"ours",folders:n}}async function W(e,o,t){let n=f(e,o),[r,i]=[c(e.path,o),c(e.path,d(o))],s=n.kind==="ours"?n.folders:[],l=y(o,[...new Set([...s,t])]);if(n.kind==="ours"&&H(r,"utf8")===l)return!1;if(n.kind==="foreign"&&q(r))throw new m("hook-occupied",`${r} goes by its own name, and would do nothing under another.`,{hint:`Call promptlane from it: \`promptlane hook run ${o}\`.`});await E(e.path,{recursive:!0});let a=`${r}.promptlane-${process.pid}`;if(await M(a,l),await D(a,493),n.kind==="foreign"){if(u(i))throw await A(a),new m("hook-occupied",`${r} is not ours, and ${d(o)} is taken as well.`);await $(r,i)}return await $(a,r),!0}function q(e){let o=u(e)?H(e,"utf8"):"";return/basename[^\n]{0,20}\$\{?(?:0|BASH_SOURCE)|\$\{0##|^\s*(?:\.|source)\s[^\n]{0,200}\$\{?0\b/m.test(o)}async function _(e,o,t){let n=f(e,o);if(n.kind!=="ours"||!n.folders.includes(t))return!1;let[r,i]=[c(e.path,o),c(e.path,d(o))],s=n.folders.filter(l=>l!==t);return s.length>0?await M(r,y(o,s)):u(i)?await $(i,r):await A(r),!0}import{readFileSync as z}from"node:fs";import{join as j}from"node:path";function w(e,o){return`npx --no-install promptlane hook run${o==="."?"":` -C ${o}`} ${e}`}var B=[{name:"pre-commit",files:()=>[".pre-commit-config.yaml"],lines:(e,o)=>`- repo: local
  hooks:
    - { id: promptlane, name: promptlane, language: system, entry: ${w(e,o)}, pass_filenames: false, always_run: true, stages: [${e==="pre-commit"?"commit":"push"}] }`},{name:"lefthook",files:()=>["lefthook.yml","lefthook.yaml",".lefthook.yml",".lefthook.yaml","lefthook.json","lefthook.toml"],lines:(e,o)=>`${e}:
  commands:
    promptlane:
      run: ${w(e,o)}${e==="pre-push"?`
      use_stdin: true`:""}`},{name:"husky",files:e=>[`.husky/${e}`],lines:(e,o)=>`${w(e,o)}${e==="pre-push"?' "$@"':""}`}];function b(e,o){for(let{name:t,files:n,lines:r}of B)for(let i of n(o)){let s=T(j(e,i))??(t==="husky"&&T(j(e,".husky/_/h"))!==void 0?"":void 0);if(s!==void 0)return{name:t,file:i,lines:r,runsUs:x(s,o)}}}function x(e,o){return e.split(`
`).filter(n=>/\bpromptlane\b.*\b(?:hook|check|lock|verify|ci)\b/.test(n)&&!/^\s*(?:#|\/\/)/.test(n)).some(n=>/\bpre-push\b/.test(n)===(o==="pre-push"))}function T(e){try{return z(e,"utf8")}catch{return}}async function ge({hooks:e,force:o},{workspace:t,git:n}){let r=N(t),i=F(t),s=await k(n,r),l=[];for(let a of e){let p=b(r,a);if(p?.runsUs)l.push({hook:a,file:p.file,result:"managed",manager:p.name});else{if(p&&!o)throw Q(p.name,p.file,p.lines(a,i));l.push(await V(a,s,i,o))}}return{hooks:l}}async function V(e,o,t,n){let r=`${o.path}/${e}`,i=f(o,e).kind;if(!o.isOwn&&!n)throw new m("hooks-shared",`git takes the hooks of this repository from ${o.path}, which is not its own (core.hooksPath).`);let s=await W(o,e,t);return{hook:e,file:r,result:s?i==="foreign"?"chained":"installed":"unchanged"}}async function ye({workspace:e,git:o}){let t=await k(o,N(e)),n=[];for(let r of["pre-commit","pre-push"]){let i=await _(t,r,F(e)),s=i&&f(t,r).kind==="foreign";n.push({hook:r,file:`${t.path}/${r}`,result:s?"restored":i?"removed":"absent"})}return{hooks:n}}async function $e({workspace:e,git:o}){let t=N(e),n=b(t,"pre-commit");if(n?.runsUs)return n.file;let r=await k(o,t),i=f(r,"pre-commit"),s=K(t,U(r.path,"pre-commit"));return i.kind==="ours"?i.folders.includes(F(e))?s:void 0:i.kind==="foreign"&&L(U(r.path,"pre-commit"))?s:void 0}function L(e){try{return x(J(e,"utf8"),"pre-commit")}catch{return!1}}function Q(e,o,t){return new m("hooks-managed",`${e} runs the hooks of this repository.`,{hint:`Add to ${o}:

${t}

Or install beside it: \`promptlane hook install --force\`.`})}function N({gitRoot:e}){if(e===void 0)throw new m("git-missing","This is not a git repository, so it has no hooks.");return e}function F(e){return O(e).replace(/\/$/,"")||"."}export{ge as a,ye as b,$e as c};
