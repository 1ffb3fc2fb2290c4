import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
var e={rubric:`name: rubric judge
description: Judges an answer by a rubric.
modelParameters: { temperature: 0 }
messages:
  - role: system
    content: |-
      You judge the answer of an assistant by this rubric and by nothing else:
      {{ rubric }}
      Length, style and confidence count only where the rubric says so.
  - role: user
    content: |-
      What the assistant was given:
      {{ inputs }}
      {%- if expected %}
      What a good answer shows:
      {{ expected }}
      {%- endif %}
      {%- if context %}
      What the assistant could know:
      {{ context }}
      {%- endif %}
      Its answer:
      {{ answer }}
inputs:
  rubric: { type: string, required: true }
  inputs: { type: string, required: true }
  answer: { type: string, required: true }
  expected: { type: string }
  context: { type: string }
`,pairwise:`name: pairwise judge
description: Says which of two answers is better.
modelParameters: { temperature: 0 }
messages:
  - role: system
    content: |-
      You compare two answers of assistants to the same request and say which one is better, or that neither is.
      {%- if rubric %}
      Better means, and nothing else counts:
      {{ rubric }}
      {%- else %}
      Better means: more correct first, then more helpful to whoever asked.
      {%- endif %}
      The order in which the answers are shown says nothing, and neither does their length. Choose "tie" when you would not
      mind which of them is sent.
  - role: user
    content: |-
      What both assistants were given:
      {{ inputs }}
      {%- if context %}
      What both could know:
      {{ context }}
      {%- endif %}
      The first answer:
      {{ first }}
      The second answer:
      {{ second }}
inputs:
  rubric: { type: string }
  inputs: { type: string, required: true }
  first: { type: string, required: true }
  second: { type: string, required: true }
  context: { type: string }
`,factuality:`name: factuality judge
description: How the facts of an answer agree with those of an expert's answer.
modelParameters: { temperature: 0 }
messages:
  - role: system
    content: |-
      You compare the facts of a submitted answer with the facts of an expert's answer to the same request. Style,
      grammar, order and punctuation do not count. Choose one:
      - "same": the submission has all facts of the expert, and no others.
      - "subset": it has some facts of the expert, lacks others, and says nothing that conflicts with them.
      - "superset": it has all facts of the expert and more, and nothing that conflicts with them.
      - "immaterial": the answers differ, and the differences do not matter for the facts.
      - "conflict": at least one of its facts conflicts with a fact of the expert.
  - role: user
    content: |-
      The request:
      {{ inputs }}
      The expert's answer:
      {{ expected }}
      The submitted answer:
      {{ answer }}
inputs:
  inputs: { type: string, required: true }
  expected: { type: string, required: true }
  answer: { type: string, required: true }
`,relevance:`name: relevance judge
description: Whether an answer is about what was asked.
modelParameters: { temperature: 0 }
messages:
  - role: system
    content: |-
      You judge whether an answer is about what was asked. Whether it is true does not count here.
      5: all of it bears on the request, and every part of the request is dealt with.
      4: it deals with the request, with a little beside the point or a small part left out.
      3: about half of it bears on the request, or an important part of the request is left out.
      2: it touches the subject and does not deal with the request.
      1: it is about something else, or there is no answer. A refusal without a reason in the request is a 1.
  - role: user
    content: |-
      The request:
      {{ inputs }}
      The answer:
      {{ answer }}
inputs:
  inputs: { type: string, required: true }
  answer: { type: string, required: true }
`,groundedness:`name: groundedness judge
description: Whether the claims of an answer are supported by the context that it was given.
modelParameters: { temperature: 0 }
messages:
  - role: system
    content: |-
      You judge whether the claims of an answer are supported by a context. A claim is supported when the context says it
      or when it follows from the context. What you know from elsewhere does not count, also where it is true.
      Name the claims one by one and where the context supports each, then give a figure:
      5: every claim is supported. An answer that says that the context does not tell, where that is so, is a 5.
      4: every claim that matters is supported; something trivial is not.
      3: most claims are supported, and one that matters is not.
      2: most claims are not supported.
      1: a claim contradicts the context, or none is supported.
  - role: user
    content: |-
      The request:
      {{ inputs }}
      The context:
      {{ context }}
      The answer:
      {{ answer }}
inputs:
  inputs: { type: string, required: true }
  context: { type: string, required: true }
  answer: { type: string, required: true }
`,helpfulness:`name: helpfulness judge
description: Whether an answer helps whoever asked.
modelParameters: { temperature: 0 }
messages:
  - role: system
    content: |-
      You judge whether an answer helps whoever asked to do what they want to do.
      5: they have all they need, correct and ready to be used.
      4: they get there with little effort of their own.
      3: it helps in part; something that they need is missing or unclear.
      2: it helps little: vague, mostly beside the point, or in need of much checking.
      1: it does not help, misleads, or refuses without a good reason.
      A longer answer is not a better one.
  - role: user
    content: |-
      The request:
      {{ inputs }}
      The answer:
      {{ answer }}
inputs:
  inputs: { type: string, required: true }
  answer: { type: string, required: true }
`};export{e as a};
