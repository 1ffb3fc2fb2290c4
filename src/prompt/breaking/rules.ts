/** Whom a change concerns: the callers of a prompt, its evals, its bill, or nobody. */
export type RuleClass = 'contract' | 'needs-eval' | 'cost' | 'none';

/** How much a rule matters. `off` is not reported. */
export type RuleLevel = 'error' | 'warn' | 'info' | 'off';

/** One rule of the contract check. */
export interface Rule {
  /** Kebab-case, for formats that want a name beside the id. */
  readonly name: string;
  readonly class: RuleClass;
  readonly level: RuleLevel;
  /** A change that gives callers more and takes nothing away: a minor version. */
  readonly isAddition?: true;
  /** Why anyone should care, in one sentence. */
  readonly why: string;
  /** What to do instead. */
  readonly mend: string;
}

/** Every rule of the contract check by its stable id; docs/breaking-changes.md explains each. */
export const RULES = {
  B101: {
    name: 'input-removed',
    class: 'contract',
    level: 'error',
    why: 'A caller that still gives the input is refused, or its value no longer reaches the model.',
    mend: 'Keep the input until no caller gives it.',
  },
  B102: {
    name: 'input-renamed',
    class: 'contract',
    level: 'error',
    why: 'Callers give the value under the old name.',
    mend: 'Keep the old name, or declare both until the callers have moved.',
  },
  B103: {
    name: 'input-narrowed',
    class: 'contract',
    level: 'error',
    why: 'A value that callers may give today is refused tomorrow.',
    mend: 'Accept at least what was accepted before.',
  },
  B104: {
    name: 'input-required',
    class: 'contract',
    level: 'error',
    why: 'Callers that do not give the value are refused.',
    mend: 'Make the input optional, or give it a default.',
  },
  B105: {
    name: 'input-optional-changed',
    class: 'contract',
    level: 'info',
    isAddition: true,
    why: 'Callers may give more; another default changes what the model reads for callers that give nothing.',
    mend: 'Nothing, for a new input; keep the default when callers rely on it.',
  },
  B201: {
    name: 'output-field-removed',
    class: 'contract',
    level: 'error',
    why: 'Code that reads the field finds nothing.',
    mend: 'Keep the field until nothing reads it.',
  },
  B202: {
    name: 'output-widened',
    class: 'contract',
    level: 'error',
    why: 'Answers may hold values that the earlier schema ruled out.',
    mend: 'Keep the type and the bounds, or add a field of the new type beside the old one.',
  },
  B203: {
    name: 'output-field-optional',
    class: 'contract',
    level: 'error',
    why: 'Code that reads the field must now expect that it is missing or null.',
    mend: 'Keep the field in `required` and without null.',
  },
  B204: {
    name: 'output-enum-widened',
    class: 'contract',
    level: 'warn',
    why: 'Code that lists the known values meets one that it does not know.',
    mend: 'Teach the callers the new value first.',
  },
  B205: {
    name: 'output-field-added',
    class: 'contract',
    level: 'info',
    isAddition: true,
    why: 'Answers hold more than before; only callers that refuse unknown fields notice.',
    mend: 'Nothing, unless a caller checks answers against the earlier schema.',
  },
  B206: {
    name: 'response-format-changed',
    class: 'contract',
    level: 'error',
    why: 'Code that parses the answer meets another form, or one that nothing guarantees any more.',
    mend: 'Keep the response format, or release the change as a new prompt.',
  },
  B207: {
    name: 'guardrail-loosened',
    class: 'contract',
    level: 'error',
    why: 'Answers that were held back now reach callers and users.',
    mend: 'Keep the guardrail, or have its removal reviewed and say why in an ignore.',
  },
  B301: {
    name: 'tool-removed',
    class: 'contract',
    level: 'error',
    why: 'The model can no longer ask the application for what the tool did.',
    mend: 'Keep the tool under its name.',
  },
  B302: {
    name: 'tool-arguments-changed',
    class: 'contract',
    level: 'error',
    why: 'The model may call the tool with arguments that the application was not written for.',
    mend: 'Keep calls inside the earlier schema, or add a tool of another name.',
  },
  B303: {
    name: 'tool-added',
    class: 'contract',
    level: 'warn',
    isAddition: true,
    why: 'The model may call a tool that the running application does not have.',
    mend: 'Release the application that implements the tool first.',
  },
  B304: {
    name: 'tool-choice-changed',
    class: 'contract',
    level: 'warn',
    why: 'The application may get calls where it expects a text, or a text where it expects calls.',
    mend: 'Check that the application handles both.',
  },
  B401: {
    name: 'prompt-deleted',
    class: 'contract',
    level: 'error',
    why: 'Applications that ask for the prompt get nothing once the environment follows.',
    mend: 'Take the pin away first, when nothing asks for the prompt any more.',
  },
  B402: {
    name: 'id-changed',
    class: 'contract',
    level: 'error',
    why: 'Applications ask for the prompt by its earlier id.',
    mend: 'List the earlier id in `aliases`.',
  },
  B403: {
    name: 'template-changed',
    class: 'contract',
    level: 'error',
    why: 'The same text means something else in another template language.',
    mend: 'Keep the language, or render both versions on real inputs and say so in an ignore.',
  },
  B404: {
    name: 'application-parameter-removed',
    class: 'contract',
    level: 'warn',
    why: 'The application reads these parameters and may count on each.',
    mend: 'Keep the parameter and its type until the application no longer reads it.',
  },
  E501: {
    name: 'model-family-changed',
    class: 'needs-eval',
    level: 'error',
    why: 'Another model family answers differently everywhere; only an eval can tell how.',
    mend: 'Run the suites of the prompt on this version.',
  },
  E502: {
    name: 'model-snapshot-changed',
    class: 'needs-eval',
    level: 'warn',
    why: 'Another snapshot, or an alias that the provider moves at will, may answer differently.',
    mend: 'Run the suites of the prompt, and name a dated snapshot.',
  },
  E503: {
    name: 'sampling-changed',
    class: 'needs-eval',
    level: 'warn',
    why: 'Sampling decides how much answers vary.',
    mend: 'Run the suites of the prompt.',
  },
  E504: {
    name: 'answer-cut-earlier',
    class: 'needs-eval',
    level: 'warn',
    why: 'Answers may end in the middle: structured ones then do not parse.',
    mend: 'Run the suites of the prompt and look for answers that are cut.',
  },
  E505: {
    name: 'text-changed',
    class: 'needs-eval',
    level: 'warn',
    why: 'The model reads other words: instructions, descriptions of fields and tools.',
    mend: 'Run the suites of the prompt.',
  },
  E506: {
    name: 'partial-changed',
    class: 'needs-eval',
    level: 'warn',
    why: 'Every prompt that includes the partial changes with it.',
    mend: 'Run the suites of all prompts listed.',
  },
  E507: {
    name: 'conversation-changed',
    class: 'needs-eval',
    level: 'warn',
    why: 'Examples, their order and who says what steer a model as much as instructions do.',
    mend: 'Run the suites of the prompt.',
  },
  E508: {
    name: 'prompt-longer',
    class: 'cost',
    level: 'warn',
    why: 'Every call costs more, or no longer fits into what the model reads.',
    mend: 'Shorten the text, or accept the price.',
  },
  E509: {
    name: 'static-prefix-shorter',
    class: 'cost',
    level: 'info',
    why: 'Providers cache the leading text that all calls share; a shorter one is cached less.',
    mend: 'Put what is the same in every call first, variables last.',
  },
  E510: {
    name: 'guardrail-tightened',
    class: 'needs-eval',
    level: 'warn',
    why: 'Answers that were let through may now be held back.',
    mend: 'Run the suites of the prompt: guardrails are scored there.',
  },
  N601: {
    name: 'words-for-people',
    class: 'none',
    level: 'off',
    why: 'Descriptions, tags and comments are for people: no model and no caller sees them.',
    mend: 'Nothing.',
  },
  N602: {
    name: 'prompt-added',
    class: 'none',
    level: 'info',
    isAddition: true,
    why: 'Nobody can depend on what was not there.',
    mend: 'Nothing.',
  },
  N603: {
    name: 'setting-changed',
    class: 'none',
    level: 'info',
    why: 'The risk class decides what policies ask; the values of application parameters are meant to change.',
    mend: 'Nothing, when it is meant.',
  },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof RULES;

/** All ids, in the order of the table. */
export const RULE_IDS = Object.keys(RULES) as readonly RuleId[];

/** Type guard for the id of a rule. */
export function isRuleId(text: string): text is RuleId {
  return Object.hasOwn(RULES, text);
}
