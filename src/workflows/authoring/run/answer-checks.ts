import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import { caseIdOf, type EvalCase } from '../../../evals/dataset/eval-case.ts';
import type { Answer } from '../../../evals/run.ts';
import { compileJsonSchema } from '../../../evals/scorer/json/compile-json-schema.ts';
import { scorerFor } from '../../../evals/scorer/scorer-for.ts';
import { type Guardrail, isPromptId, usesGuardrailSet } from '../../../prompt/prompt.ts';
import type { PromptVersion } from '../../../prompt/version.ts';

/** What a version asks of its answers, held against one. */
export interface AnswerCheck {
  /** `output schema`, or the guardrail as a person knows it, for example `not-contains` or `shared/brand: max-length`. */
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'unjudged';
  /** Why not, with the path into the answer where there is one. */
  readonly reason?: string;
}

/**
 * Holds an answer against the output schema and the guardrails of its version, sets included.
 *
 * An answer that calls tools is no output yet: it has no schema to fit, and what it says beside must pass the guardrails.
 */
export async function answerChecks({ content, guardrailSets }: PromptVersion, answer: Answer, inputs: JsonObject): Promise<AnswerCheck[]> {
  const callsTools = answer.toolCalls !== undefined;
  if (callsTools && answer.text === '') return [];
  const direct = content.guardrails
    .filter((guardrail) => !usesGuardrailSet(guardrail))
    .map((guardrail) => ({ name: guardrail.uses, guardrail }));
  const shared = content.guardrails.flatMap(({ uses }) => {
    const set = isPromptId(uses) ? guardrailSets.get(uses) : undefined;
    return (set?.content.checks ?? []).map((guardrail) => ({ name: `${uses}: ${guardrail.uses}`, guardrail }));
  });
  const evalCase = caseOf(inputs);
  const checked = await Promise.all(
    [...direct, ...shared].map(({ name, guardrail }) => guardrailCheck(name, guardrail, answer, evalCase, content)),
  );
  return [...(callsTools ? [] : formatChecks(content, answer.text)), ...checked];
}

function formatChecks({ responseFormat, schema }: PromptVersion['content'], text: string): AnswerCheck[] {
  if (responseFormat !== 'json_schema' && responseFormat !== 'json_object') return [];
  const name = schema ? 'output schema' : 'JSON object';
  const value = jsonValue(text);
  if (value === undefined) return [{ name, status: 'failed', reason: 'the answer is no JSON' }];
  if (!schema)
    return [
      typeof value === 'object' && value !== null
        ? { name, status: 'passed' }
        : { name, status: 'failed', reason: 'the answer is no object' },
    ];
  try {
    const problem = compileJsonSchema(schema.schema)(value);
    return [problem === undefined ? { name, status: 'passed' } : { name, status: 'failed', reason: problem }];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [{ name, status: 'unjudged', reason: error.message }];
  }
}

async function guardrailCheck(
  name: string,
  { uses, ...parameters }: Guardrail,
  answer: Answer,
  evalCase: EvalCase,
  content: PromptVersion['content'],
): Promise<AnswerCheck> {
  try {
    const result = await scorerFor({ id: name, uses, parameters }).score(answer, evalCase, content);
    if ('error' in result) return { name, status: 'unjudged', reason: result.error };
    const { pass, reason } = result;
    return { name, status: pass ? 'passed' : 'failed', ...(!pass && reason !== undefined && { reason }) };
  } catch (error) {
    // A check that this version does not have, or not like that; the answer is there all the same.
    if (!(error instanceof Failure)) throw error;
    return { name, status: 'unjudged', reason: error.message };
  }
}

/** The case that a single run is: its inputs, and no expectation. */
function caseOf(inputs: JsonObject): EvalCase {
  return { caseId: caseIdOf(inputs, undefined), id: 'run', inputs, tags: [], label: 'run', where: { file: 'run', line: 1, column: 1 } };
}
