import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{b as u}from"./chunk-AYWSNK24.js";import{a as m}from"./chunk-7FAOTWA3.js";import{b as a}from"./chunk-5R7SSPZ4.js";import{a as w}from"./chunk-RE3UGRTT.js";import"./chunk-VMM3KBXO.js";import{b as d}from"./chunk-J3W73NGD.js";import{d as h}from"./chunk-XY7QUVLB.js";var c=h(w(),1);import{existsSync as E}from"node:fs";import{dirname as F,join as p}from"node:path";import{existsSync as y}from"node:fs";import{dirname as T,join as x,posix as f}from"node:path";var L=new URL(import.meta.url.includes("/src/")?"../../../schemas/":"../../schemas/",import.meta.url),$="schemas/promptlane",P=".schema.json";function g(e,i,t){let n=`${$}/${t}${P}`;return y(x(e,n))?`# yaml-language-server: $schema=${f.relative(f.dirname(i),n)}
`:""}var k="openai/gpt-4o-mini";async function M({id:e,model:i},{root:t,config:n},{library:s}){let r=u(e),l=s.prompts.get(r)??s.partials.get(r)??s.guardrailSets.get(r),o=`${n.prompts[0]??"prompts"}/${r}.prompt.yaml`;if(l||E(p(t,o)))throw new d("usage-invalid",`The id "${r}" is taken by ${l?.source.path??o}.`,{hint:"Choose another id, or edit that file."});return await m(F(p(t,o))),await a(p(t,o),g(t,o,"prompt")+A(r,i??n.models.default??k)),o}function A(e,i){let t=e.slice(e.lastIndexOf("/")+1).replaceAll(/[-_.]+/g," ");return`name: ${(0,c.stringify)(t).trimEnd()}
description: What this prompt is for.
model: ${(0,c.stringify)(i).trimEnd()}
modelParameters:
  temperature: 0.2
messages:
  - role: system
    content: |-
      You explain things in one short paragraph.
  - role: user
    content: |-
      Explain {{ topic }}.
inputs:
  topic:
    type: string
    required: true
testData:
  - topic: content digests
    expected: digest
evaluators:
  - name: names the subject
    string:
      contains: "{{expected}}"
`}export{M as createPrompt};
