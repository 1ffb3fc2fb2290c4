import * as z from 'zod';
import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import type { Answer } from '../../run.ts';
import { expectedValue } from '../expected-value.ts';
import { jsonPath } from '../json/json-path.ts';
import { isSameJson, shownJson } from '../json/same-json.ts';
import { passOrFail, quoted } from '../scorer.ts';
import { defineScorer } from '../scorer-definition.ts';
import { templated } from '../templated.ts';

const name = z.string().min(1);
const anyJson = z.unknown() as z.ZodType<Json>;

/** Scorers that look at what the model did instead of answering, and at how it ended. */
export const CALL_SCORERS = {
  'tool-call': defineScorer(
    'The model calls this tool, or calls none.',
    z.strictObject({
      name: z.union([name, z.null()]).describe('The tool; `null`: no tool may be called.'),
      only: z.boolean().describe('No other tool may be called beside it.').optional(),
    }),
    ({ name: wanted, only = false }) =>
      () =>
      (answer) => {
        const called = callsOf(answer).map((call) => call.name);
        const isRight =
          wanted === null ? called.length === 0 : called.includes(wanted) && (!only || called.every((each) => each === wanted));
        return passOrFail(isRight, () => `The answer calls ${called.map((each) => quoted(each)).join(', ') || 'no tool'}.`);
      },
  ),

  'tool-args': defineScorer(
    'The model calls this tool with this value among its arguments.',
    z.strictObject({
      name: name.describe('The tool.'),
      path: z.string().describe('Which value of the arguments, like `$.city`. Default: all of them.').optional(),
      expected: templated(anyJson).describe('The value. Default: what the case expects.').default('{{ expected }}'),
    }),
    ({ name: wanted, path = '$', expected }) => {
      const pick = jsonPath(path);
      const fill = expectedValue(expected);
      return ({ case: evalCase }) => {
        const value = fill(evalCase);
        return (answer) => {
          const given = callsOf(answer).flatMap((call) => (call.name === wanted ? [call.given && pick(call.given)] : []));
          if (given.length === 0) return { score: 0, pass: false, reason: `The answer does not call ${quoted(wanted)}.` };
          const isRight = given.some((one) => one !== undefined && isSameJson(one, value));
          const shown = given.map((one) => (one === undefined ? 'nothing' : shownJson(one))).join(', ');
          return passOrFail(isRight, () => `${wanted} is called with ${shown} at ${path}, not ${shownJson(value)}.`);
        };
      };
    },
  ),

  'finish-reason': defineScorer(
    'The answer ended for this reason, as the provider names it.',
    z.strictObject({ value: name.describe('For example `stop`, `length` or `tool_calls`.') }),
    ({ value }) =>
      () =>
      ({ finishReason }) =>
        passOrFail(finishReason === value, () => `The answer ended by ${finishReason === undefined ? 'no known reason' : finishReason}.`),
  ),
} as const;

interface ToolCall {
  readonly name: string;
  /** Undefined when what the model wrote is no JSON. */
  readonly given: Json | undefined;
}

/** The calls of an answer, which have OpenAI's shape whoever answered: arguments are JSON in a text. */
function callsOf({ toolCalls = [] }: Answer): ToolCall[] {
  return toolCalls.flatMap((call) => {
    const called = isJsonObject(call) ? call.function : undefined;
    if (!isJsonObject(called) || typeof called.name !== 'string') return [];
    const { arguments: given } = called;
    return [{ name: called.name, given: typeof given === 'string' ? jsonValue(given) : given }];
  });
}
