import type { Diagnostic, SourceRange } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import { linearRegex } from '../../base/text/linear-regex.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { PromptDocument } from '../document/read-prompt.ts';
import { type PartialContent, type Prompt, type PromptId, usesGuardrailSet } from '../prompt.ts';
import type { TemplateFinding, VariableUse } from '../template/template-analysis.ts';
import { variablesThrough } from '../template/variables-through.ts';
import type { Entry } from './library.ts';

type Partials = ReadonlyMap<PromptId, PartialContent>;

/** What is wrong with a prompt among its neighbours: templates, partials, guardrail sets and variables. */
export function checkPrompt(
  entry: Entry<Prompt>,
  document: PromptDocument,
  partials: Partials,
  guardrailSets: ReadonlySet<PromptId>,
): Diagnostic[] {
  const { content: prompt, source } = entry;
  const texts = prompt.messages.map(({ content }, index) => {
    const analysis = variablesThrough(content ?? '', prompt.template, partials);
    const locate = (at: { line: number; column: number }) => document.locate(['messages', index, 'content'], at);
    return { ...analysis, locate };
  });
  return [
    ...texts.flatMap(({ findings, locate }) => findings.map((finding) => templateDiagnostic(finding, source.path, locate(finding)))),
    ...undeclaredVariables(prompt, source.path, texts),
    ...unusedInputs(prompt, source.path, texts, document),
    ...brokenPatterns(prompt, source.path, document),
    ...missingGuardrailSets(prompt, source.path, guardrailSets, document),
  ];
}

interface MessageTemplate {
  readonly variables: readonly VariableUse[];
  readonly locate: (at: { line: number; column: number }) => SourceRange;
}

/** Variables whose names are compared with those declared: each with each would take long where nothing is declared right. */
const MOST_COMPARED = 100;

/** A used variable must be declared once the file declares any; without `inputs` all are inferred. */
function undeclaredVariables(prompt: Prompt, file: string, texts: readonly MessageTemplate[]): Diagnostic[] {
  const { inputs } = prompt;
  if (inputs === undefined) return [];
  const reported = new Set<string>();
  return texts.flatMap(({ variables, locate }) =>
    variables.flatMap((use): Diagnostic[] => {
      if (Object.hasOwn(inputs, use.name) || reported.has(use.name)) return [];
      reported.add(use.name);
      const where = use.partial === undefined ? '' : ` by the partial ${use.partial}`;
      const near = reported.size > MOST_COMPARED ? '' : didYouMean(use.name, Object.keys(inputs));
      const message = `The variable "${use.name}" is used${where} but not declared in \`inputs\`.${near}`;
      return [
        { file, range: locate(use), rule: 'variable-undeclared', severity: 'error', message, hint: `Add \`${use.name}\` to \`inputs\`.` },
      ];
    }),
  );
}

function unusedInputs(prompt: Prompt, file: string, texts: readonly MessageTemplate[], document: PromptDocument): Diagnostic[] {
  const used = new Set(texts.flatMap(({ variables }) => variables.map(({ name }) => name)));
  return Object.keys(prompt.inputs ?? {})
    .filter((name) => !used.has(name))
    .map((name) => ({
      file,
      range: document.locate(['inputs', name]),
      rule: 'input-unused',
      severity: 'warning',
      message: `The input "${name}" is declared but never used.`,
      hint: 'Use it in a message, or remove it: callers must otherwise give a value that changes nothing.',
    }));
}

/** A pattern that cannot be matched in linear time would fail, or hang, at the first render. */
function brokenPatterns(prompt: Prompt, file: string, document: PromptDocument): Diagnostic[] {
  return Object.entries(prompt.inputs ?? {}).flatMap(([name, { pattern }]): Diagnostic[] => {
    if (typeof pattern !== 'string') return [];
    try {
      linearRegex(pattern);
      return [];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const range = document.locate(['inputs', name, 'pattern']);
      return [{ file, range, rule: 'pattern-invalid', severity: 'error', message: error.message, hint: error.hint }];
    }
  });
}

function missingGuardrailSets(prompt: Prompt, file: string, known: ReadonlySet<PromptId>, document: PromptDocument): Diagnostic[] {
  return prompt.guardrails.flatMap((guardrail, index): Diagnostic[] => {
    if (!usesGuardrailSet(guardrail) || known.has(guardrail.uses as PromptId)) return [];
    return [
      {
        file,
        range: document.locate(['guardrails', index, 'uses']),
        rule: 'guardrail-set-missing',
        severity: 'error',
        message: `There is no guardrail set "${guardrail.uses}".${didYouMean(guardrail.uses, known)}`,
        hint: `A set is a file \`${guardrail.uses}.guardrail.yaml\` below a prompt root.`,
      },
    ];
  });
}

function templateDiagnostic({ rule, severity, message, hint }: TemplateFinding, file: string, range: SourceRange): Diagnostic {
  return { file, range, rule, severity, message, ...(hint !== undefined && { hint }) };
}
