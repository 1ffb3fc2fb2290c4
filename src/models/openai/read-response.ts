import * as z from 'zod';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { type Asked, brokenOff, noAnswer, quoted } from '../http/response-failure.ts';
import type { ReadAnswer } from '../read-answer.ts';

/** Tokens as the responses API counts them. */
const usage = z.object({
  input_tokens: z.number(),
  output_tokens: z.number(),
  input_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
});

/** A part of what the model did; kinds that this version does not know say nothing to it. */
const outputItem = z.looseObject({
  type: z.string(),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() })).nullish(),
  call_id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.string().optional(),
});
type OutputItem = z.infer<typeof outputItem>;

/** A response as its own API describes it, whole or at the end of a stream. */
export const responseObject = z.object({
  object: z.literal('response'),
  status: z.string().nullish(),
  output: z.array(outputItem),
  error: z.json().optional(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  usage: usage.nullish(),
});
export type ResponseObject = z.infer<typeof responseObject>;

/** The reasons in the words of chat completions: one provider, one word for each. */
const REASONS: Readonly<Record<string, string>> = { max_output_tokens: 'length' };

/**
 * Reads the body of a successful response.
 *
 * @throws Failure `model-unreachable`, retryable, for a half or foreign body, or what a failed response tells
 */
export function readResponse(text: string, asked: Asked): ReadAnswer {
  const { data } = responseObject.safeParse(jsonValue(text));
  if (data === undefined) throw noAnswer(asked.model, `no response object: ${quoted(text)}`);
  return answerOfResponse(data, asked);
}

/** The answer that a finished response holds. @throws Failure what a failed one tells */
export function answerOfResponse({ status, output, error, incomplete_details, usage: counted }: ResponseObject, asked: Asked): ReadAnswer {
  if (status === 'failed' || status === 'cancelled') throw brokenOff(JSON.stringify({ error: error ?? {} }), asked);
  const parts = output.flatMap(({ type, content }) => (type === 'message' ? (content ?? []) : []));
  const calls = output.filter(({ type }) => type === 'function_call').map(chatCall);
  const reason = incomplete_details?.reason ?? undefined;
  return {
    text: parts.map(({ text }) => text ?? '').join('') || parts.map(({ refusal }) => refusal ?? '').join(''),
    toolCalls: calls,
    finishReason: reason === undefined ? (calls.length > 0 ? 'tool_calls' : 'stop') : (REASONS[reason] ?? reason),
    tokens: counted ? tokensOf(counted) : undefined,
  };
}

function chatCall({ call_id: id = '', name = '', arguments: given = '' }: OutputItem): JsonObject {
  return { id, type: 'function', function: { name, arguments: given } };
}

function tokensOf({ input_tokens, output_tokens, input_tokens_details }: z.infer<typeof usage>): NonNullable<ReadAnswer['tokens']> {
  return { input: input_tokens, output: output_tokens, cachedInput: input_tokens_details?.cached_tokens ?? 0, cacheWrite: 0 };
}
