import { type Diagnostic, FILE_START } from '../../base/diagnostic.ts';
import { shortDigest } from '../../base/digest.ts';
import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import type { Evaluator, Prompt } from '../../prompt/prompt.ts';
import { caseIdOf, datasetDigest, type EvalCase } from '../dataset/eval-case.ts';
import { labelOf } from '../dataset/label.ts';
import type { Dataset } from '../dataset/parse-dataset.ts';
import type { ScorerGate } from '../gate/rules/gate.ts';
import type { ScorerSpec } from '../scorer/scorer.ts';
import type { Suite } from './suite.ts';

/** What a prompt file says of itself that can be evaluated. */
export interface SmokeSuite {
  readonly suite: Suite;
  readonly dataset: Dataset;
  /** Evaluators that cannot be run; with an error among them the suite says nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

const EVERY_CASE: ScorerGate = { passRate: { operator: '=', value: 1 } };

/** GitHub Models looks at them in this order and takes the first that is not empty; only `equals` minds the case. */
const CHECKS = [
  ['equals', 'equals'],
  ['contains', 'contains'],
  ['startsWith', 'starts-with'],
  ['endsWith', 'ends-with'],
] as const;

/**
 * The suite that a prompt file's `testData` and `evaluators` form, as GitHub Models runs them: the response is
 * trimmed, one check per evaluator, `{{name}}` in a check is what the row says, every case must pass.
 *
 * A row that repeats another is asked once. Undefined when the file has no rows or no evaluators.
 */
export function smokeSuite(prompt: Prompt, file: string): SmokeSuite | undefined {
  if (prompt.testData.length === 0 || prompt.evaluators.length === 0) return undefined;
  const cases = smokeCases(prompt, file);
  const diagnostics = prompt.evaluators.flatMap((evaluator) => unsupported(evaluator, file));
  const scorers = prompt.evaluators.flatMap((evaluator, index) => scorerOf(evaluator, uniqueName(prompt.evaluators, index)));
  const suite: Suite = {
    name: `${prompt.id} (testData)`,
    prompts: [prompt.id],
    dataset: [file],
    selection: {},
    seed: 0,
    repeat: 1,
    scorers,
    gate: { scorers: new Map(scorers.map(({ id }) => [id, EVERY_CASE])), maxErrorRate: 0, mustPassTags: [] },
  };
  return { suite, dataset: { cases, digest: datasetDigest(cases), diagnostics: [] }, diagnostics };
}

function smokeCases({ testData, messages }: Prompt, file: string): EvalCase[] {
  // To GitHub Models every key of a row is a variable; `expected` is one only where a message asks for it.
  const asksExpected = messages.some(({ content = '' }) => /\{\{\s*expected\s*\}\}/.test(content));
  const byContent = new Map<string, EvalCase>();
  for (const row of testData) {
    const { expected, ...rest } = row;
    const inputs: JsonObject = asksExpected ? row : rest;
    const caseId = caseIdOf(inputs, expected);
    const label = labelOf(inputs) ?? shortDigest(caseId);
    const about = { caseId, id: shortDigest(caseId), inputs, tags: [], label, where: { file, line: 1, column: 1 } };
    if (!byContent.has(caseId)) byContent.set(caseId, { ...about, ...(expected === undefined ? {} : { expected }) });
  }
  return [...byContent.values()];
}

function scorerOf(evaluator: Evaluator, id: string): ScorerSpec[] {
  for (const [key, uses] of CHECKS) {
    const value = evaluator.string?.[key];
    if (!value) continue;
    const parameters: Record<string, Json> = { value, trim: true, ...(key === 'equals' ? {} : { ignoreCase: true }) };
    return [{ id, uses, parameters }];
  }
  return [];
}

function unsupported(evaluator: Evaluator, file: string): Diagnostic[] {
  if (CHECKS.some(([key]) => evaluator.string?.[key])) return [];
  const what = evaluator.string === undefined ? 'is not a check on text, which this version does not support' : 'has no check';
  const message = `The evaluator "${evaluator.name}" ${what}.`;
  return [
    {
      file,
      range: FILE_START,
      rule: 'evaluator-unsupported',
      severity: 'error',
      message,
      hint: 'Use `string` with equals, contains, startsWith or endsWith.',
    },
  ];
}

function uniqueName(evaluators: readonly Evaluator[], index: number): string {
  const name = evaluators[index]?.name ?? '';
  const before = evaluators.slice(0, index).filter((evaluator) => evaluator.name === name).length;
  return before === 0 ? name : `${name} (${before + 1})`;
}
