import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{a as f}from"./chunk-IYVJXHUD.js";import{b as g}from"./chunk-PUQJ3YZO.js";import{a as l}from"./chunk-3QIVO47V.js";import{b as d}from"./chunk-MMNDDM7H.js";import{a as h}from"./chunk-RE3UGRTT.js";import"./chunk-VMM3KBXO.js";import{b as c}from"./chunk-3N5JNQ3U.js";import{d as u}from"./chunk-XY7QUVLB.js";var n=u(h(),1);import{existsSync as y}from"node:fs";import{dirname as x,join as s}from"node:path";var k="openai/gpt-4o-mini";async function A({id:o,model:i},{root:t,config:m},{library:p}){let e=g(o),a=p.prompts.get(e)??p.partials.get(e)??p.guardrailSets.get(e),r=`${m.prompts[0]??"prompts"}/${e}.prompt.yaml`;if(a||y(s(t,r)))throw new c("usage-invalid",`The id "${e}" is taken by ${a?.source.path??r}.`,{hint:"Choose another id, or edit that file."});return await l(x(s(t,r))),await d(s(t,r),f(t,r,"prompt")+w(e,i??m.models.default??k)),r}function w(o,i){let t=o.slice(o.lastIndexOf("/")+1).replaceAll(/[-_.]+/g," ");return`name: ${(0,n.stringify)(t).trimEnd()}
description: What this prompt is for.
model: ${(0,n.stringify)(i).trimEnd()}
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
`}export{A as createPrompt};
