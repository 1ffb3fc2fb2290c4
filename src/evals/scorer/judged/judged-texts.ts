import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import type { EvalCase } from '../../dataset/eval-case.ts';
import type { Answer } from '../../run.ts';
import { expectedString, type Fill } from '../expected-value.ts';
import type { JudgedTexts } from './fence.ts';

/** Names of texts that every judge prompt may show; `variables` of a scorer add others. */
export const TEXT_NAMES = ['answer', 'inputs', 'expected', 'context', 'transcript', 'first', 'second', 'rubric'] as const;

/** What a scorer adds to the texts of a case: each may name what the case holds. */
export interface AddedTexts {
  readonly expected?: string | undefined;
  readonly context?: string | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** What a judge may see of a case, the answer aside. Throws Unscorable when the case lacks what is named. */
export function caseTexts({ expected, context, variables = {} }: AddedTexts): (evalCase: EvalCase) => JudgedTexts {
  const named = { ...variables, ...(context !== undefined && { context }), ...(expected !== undefined && { expected }) };
  const fills = Object.entries(named).map(([name, template]): [string, Fill<string>] => [name, expectedString(template)]);
  return (evalCase) => ({
    inputs: membersText(evalCase.inputs),
    ...(evalCase.expected !== undefined && { expected: valueText(evalCase.expected) }),
    ...Object.fromEntries(fills.map(([name, fill]) => [name, fill(evalCase)])),
  });
}

/** An answer as a judge sees it: its text, and the calls of tools that it makes. */
export function answerText({ text, toolCalls = [] }: Answer): string {
  if (toolCalls.length === 0) return text;
  const calls = `Tool calls: ${JSON.stringify(toolCalls)}`;
  return text === '' ? calls : `${text}\n\n${calls}`;
}

/**
 * What was said in a conversation, a message a line; of a single question the answer alone.
 *
 * As JSON: what a user writes cannot look like the turn of somebody else.
 */
export function transcriptText(answer: Answer): string {
  const said = answer.transcript ?? [{ role: 'assistant', content: answerText(answer) }];
  return said.map((message) => JSON.stringify(message)).join('\n');
}

function membersText(inputs: EvalCase['inputs']): string {
  return Object.entries(inputs)
    .map(([name, value]) => `${name}: ${valueText(value)}`)
    .join('\n');
}

function valueText(value: Json): string {
  if (typeof value === 'string') return value;
  return isJsonObject(value) || Array.isArray(value) ? JSON.stringify(value, null, 2) : JSON.stringify(value);
}
