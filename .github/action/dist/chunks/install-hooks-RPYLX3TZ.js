import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as v}from"./chunk-PC2SUPOT.js";import{a as k}from"./chunk-CKWH3HM5.js";import{b}from"./chunk-Q3CTLS56.js";import{b as F}from"./chunk-TBOXUIN7.js";import{b as d}from"./chunk-EHSBRM4F.js";import"./chunk-XY7QUVLB.js";import{existsSync as $,lstatSync as _,readFileSync as I}from"node:fs";import{chmod as D,mkdir as T,rename as y,rm as P,writeFile as R}from"node:fs/promises";import{join as u,resolve as S}from"node:path";function m(e){return`${e}.before-promptlane`}var h="# promptlane-hook 1: ";function g(e,o){let n=`"$(dirname -- "$0")/${m(e)}"`,[t,r]=e==="pre-push"?[`input=$(cat)
`,`{ [ -z "$input" ] || printf '%s\\n' "$input"; } | `]:["",""];return`#!/bin/sh
${h}${JSON.stringify(o)}
# Written by \`promptlane hook install\`; \`promptlane hook uninstall\` puts back what was here before.
${t}if [ -x ${n} ]; then
  ${r}${n} "$@" || exit $?
fi
check() {
  folder=$1
  shift
  for program in "$folder/node_modules/.bin/promptlane" ./node_modules/.bin/promptlane promptlane; do
    if command -v "$program" >/dev/null 2>&1; then
      ${r}"$program" hook run -C "$folder" ${e} "$@"
      return
    fi
  done
  if command -v npx >/dev/null 2>&1 && npx --no-install promptlane --version >/dev/null 2>&1; then
    ${r}npx --no-install promptlane hook run -C "$folder" ${e} "$@"
    return
  fi
  echo "promptlane: not found, so the prompts in $folder were not checked. Run npm install, or put promptlane on PATH." >&2
}
${o.map(i=>`check ${G(i)} "$@" || exit $?`).join(`
`)}
`}function O(e){let o=e.split(`
`).find(t=>t.startsWith(h)),n=o===void 0?void 0:F(o.slice(h.length));return Array.isArray(n)&&n.every(t=>typeof t=="string")?n:void 0}function G(e){return`'${e.replaceAll("'","'\\''")}'`}async function c(e,o){let n=["rev-parse","--git-common-dir","--git-path","hooks"],[t="",r=""]=(await b(e,n,{cwd:o})).toString("utf8").trimEnd().split(`
`),i=S(o,r);return{path:i,isOwn:k(S(o,t),i)!==void 0||k(o,i)!==void 0}}function p({path:e},o){let n=u(e,o);if(_(n,{throwIfNoEntry:!1})===void 0)return{kind:"none"};let t=$(n)?O(I(n,"utf8")):void 0;return t===void 0?{kind:"foreign"}:{kind:"ours",folders:t}}async function A(e,o,n){let t=p(e,o),[r,i]=[u(e.path,o),u(e.path,m(o))],s=t.kind==="ours"?t.folders:[],l=g(o,[...new Set([...s,n])]);if(t.kind==="ours"&&I(r,"utf8")===l)return!1;await T(e.path,{recursive:!0});let a=`${r}.promptlane-${process.pid}`;if(await R(a,l),await D(a,493),t.kind==="foreign"){if($(i))throw await P(a),new d("hook-occupied",`${r} is not ours, and ${m(o)} is taken as well.`);await y(r,i)}return await y(a,r),!0}async function M(e,o,n){let t=p(e,o);if(t.kind!=="ours"||!t.folders.includes(n))return!1;let[r,i]=[u(e.path,o),u(e.path,m(o))],s=t.folders.filter(l=>l!==n);return s.length>0?await R(r,g(o,s)):$(i)?await y(i,r):await P(r),!0}import{readFileSync as U}from"node:fs";import{join as W}from"node:path";function H(e,o){return`npx --no-install promptlane hook run${o==="."?"":` -C ${o}`} ${e}`}var q=[{name:"pre-commit",files:()=>[".pre-commit-config.yaml"],lines:(e,o)=>`- repo: local
  hooks:
    - { id: promptlane, name: promptlane, language: system, entry: ${H(e,o)}, pass_filenames: false, stages: [${e==="pre-commit"?"commit":"push"}] }`},{name:"lefthook",files:()=>["lefthook.yml","lefthook.yaml",".lefthook.yml",".lefthook.yaml","lefthook.json","lefthook.toml"],lines:(e,o)=>`${e}:
  commands:
    promptlane:
      run: ${H(e,o)}${e==="pre-push"?`
      use_stdin: true`:""}`},{name:"husky",files:e=>[`.husky/${e}`],lines:(e,o)=>`${H(e,o)}${e==="pre-push"?' "$@"':""}`}];function w(e,o){for(let{name:n,files:t,lines:r}of q)for(let i of t(o)){let s=j(W(e,i))??(n==="husky"&&j(W(e,".husky/_/h"))!==void 0?"":void 0);if(s!==void 0)return{name:n,file:i,lines:r,runsUs:s.includes("promptlane")}}}function j(e){try{return U(e,"utf8")}catch{return}}async function ae({hooks:e,force:o},{workspace:n,git:t}){let r=x(n),i=N(n),s=await c(t,r),l=[];for(let a of e){let f=w(r,a);if(f?.runsUs)l.push({hook:a,file:f.file,result:"managed",manager:f.name});else{if(f&&!o)throw E(f.name,f.file,f.lines(a,i));l.push(await C(a,s,i,o))}}return{hooks:l}}async function C(e,o,n,t){let r=`${o.path}/${e}`,i=p(o,e).kind;if(!o.isOwn&&!t)throw new d("hooks-shared",`git takes the hooks of this repository from ${o.path}, which is not its own (core.hooksPath).`);let s=await A(o,e,n);return{hook:e,file:r,result:s?i==="foreign"?"chained":"installed":"unchanged"}}async function le({workspace:e,git:o}){let n=await c(o,x(e)),t=[];for(let r of["pre-commit","pre-push"]){let i=await M(n,r,N(e)),s=i&&p(n,r).kind==="foreign";t.push({hook:r,file:`${n.path}/${r}`,result:s?"restored":i?"removed":"absent"})}return{hooks:t}}async function fe({workspace:e,git:o}){let n=x(e),t=w(n,"pre-commit");if(t?.runsUs)return t.file;let r=p(await c(o,n),"pre-commit");return r.kind==="ours"&&r.folders.includes(N(e))?"the hook of this clone":void 0}function E(e,o,n){return new d("hooks-managed",`${e} runs the hooks of this repository.`,{hint:`Add to ${o}:

${n}

Or install beside it: \`promptlane hook install --force\`.`})}function x({gitRoot:e}){if(e===void 0)throw new d("git-missing","This is not a git repository, so it has no hooks.");return e}function N(e){return v(e).replace(/\/$/,"")||"."}export{fe as hookInPlace,ae as installHooks,le as uninstallHooks};
