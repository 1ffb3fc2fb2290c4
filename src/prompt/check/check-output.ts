import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { linearRegex } from '../../base/text/linear-regex.ts';
import { evaluate } from '../breaking/schema/evaluate.ts';
import { partOf } from '../breaking/schema/part.ts';
import { type Guardrail, type PromptContent, type PromptId, usesGuardrailSet } from '../prompt.ts';
import { checkValue } from '../render/check-value.ts';
import type { PromptVersion } from '../version.ts';
import { charactersOf, TEXT_CHECKS, TEXTS_CHECKS } from './text-checks.ts';

/** What a version asks of its answers, held against one. */
export interface OutputCheck {
  /** `output schema`, or the guardrail as a person knows it, for example `not-contains` or `shared/brand: max-length`. */
  readonly name: string;
  /** `unjudged`: this program cannot tell, for example because the schema says what it does not know. */
  readonly status: 'passed' | 'failed' | 'unjudged';
  readonly reason?: string;
}

/**
 * Holds an answer against the output schema and the guardrails of its version, sets included.
 *
 * Makes no code of a schema, which browsers and edge runtimes would refuse. A `format` is not judged.
 */
export function checkOutput({ content, guardrailSets }: PromptVersion, output: string): OutputCheck[] {
  const named = content.guardrails.flatMap((guardrail) => {
    if (!usesGuardrailSet(guardrail)) return [{ name: guardrail.uses, guardrail }];
    const set = guardrailSets.get(guardrail.uses as PromptId);
    return (set?.content.checks ?? []).map((check) => ({ name: `${guardrail.uses}: ${check.uses}`, guardrail: check }));
  });
  return [
    ...formatChecks(content, output),
    ...named.map(({ name, guardrail }) => ({ name, ...guardrailCheck(guardrail, output, content) })),
  ];
}

type Result = Omit<OutputCheck, 'name'>;

function formatChecks({ responseFormat, schema }: PromptContent, output: string): OutputCheck[] {
  if (responseFormat === 'json_schema' && schema) return [{ name: 'output schema', ...schemaCheck(schema.schema, output) }];
  if (responseFormat !== 'json_object') return [];
  return [{ name: 'JSON object', ...verdict(isJsonObject(jsonValue(output)), 'the answer is no JSON object') }];
}

function schemaCheck(schema: Json, output: string): Result {
  const value = jsonValue(output);
  if (value === undefined) return { status: 'failed', reason: 'the answer is no JSON' };
  const fits = evaluate(value, partOf(schema));
  if (fits === undefined) return { status: 'unjudged', reason: 'the schema says what cannot be judged here, a `format` for example' };
  return verdict(fits, checkValue(value, schema, '$')[0] ?? 'the answer does not fit the schema');
}

function guardrailCheck({ uses, ...parameters }: Guardrail, output: string, content: PromptContent): Result {
  const { value } = parameters;
  if (uses === 'json-schema') return schemaGuardrail(parameters, output, content);
  if (uses === 'is-json') return verdict(jsonValue(output) !== undefined, 'the answer is no JSON');
  if (/\{\{/.test(JSON.stringify(value ?? ''))) return { status: 'unjudged', reason: 'the guardrail names a variable' };
  if (isOwn(TEXT_CHECKS, uses) && typeof value === 'string') return verdict(TEXT_CHECKS[uses](output, value), said(uses, value));
  if (isOwn(TEXTS_CHECKS, uses) && isTexts(value)) return verdict(TEXTS_CHECKS[uses](output, value), said(uses, value));
  if ((uses === 'matches' || uses === 'not-matches') && typeof value === 'string') return patternCheck(uses, value, output);
  const length = charactersOf(output);
  if (uses === 'max-length' && typeof value === 'number')
    return verdict(length <= value, `it has ${length} characters, more than ${value}`);
  if (uses === 'min-length' && typeof value === 'number')
    return verdict(length >= value, `it has ${length} characters, less than ${value}`);
  return { status: 'unjudged', reason: `this version knows no guardrail "${uses}" with these parameters` };
}

function schemaGuardrail({ schema }: JsonObject, output: string, content: PromptContent): Result {
  const asked = schema ?? content.schema?.schema;
  return asked === undefined ? { status: 'unjudged', reason: 'the prompt has no output schema' } : schemaCheck(asked, output);
}

function patternCheck(uses: 'matches' | 'not-matches', pattern: string, output: string): Result {
  try {
    return verdict(linearRegex(pattern).test(output) === (uses === 'matches'), said(uses, pattern));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { status: 'unjudged', reason: error.message };
  }
}

function verdict(isRight: boolean, reason: string): Result {
  return isRight ? { status: 'passed' } : { status: 'failed', reason };
}

function said(uses: string, value: string | readonly string[]): string {
  return `it must satisfy ${uses}: ${JSON.stringify(value)}`;
}

function isOwn<Table extends object>(table: Table, name: string): name is keyof Table & string {
  return Object.hasOwn(table, name);
}

function isTexts(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
