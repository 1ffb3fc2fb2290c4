import * as z from 'zod';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { noAnswer, quoted } from '../http/response-failure.ts';
import type { PricedTokens } from '../pricing/price-of.ts';
import type { ReadAnswer } from '../read-answer.ts';

/** Tokens as Anthropic counts them: what the cache had and what was written to it stand apart from the input. */
export const usage = z.object({
  input_tokens: z.number().nullish(),
  output_tokens: z.number().nullish(),
  cache_creation_input_tokens: z.number().nullish(),
  cache_read_input_tokens: z.number().nullish(),
});
export type AnthropicUsage = z.infer<typeof usage>;

/** A part of a message. Kinds that this version does not know say nothing to it. */
export const contentBlock = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  thinking: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.json().optional(),
});

const message = z.object({
  type: z.literal('message'),
  content: z.array(contentBlock),
  stop_reason: z.string().nullish(),
  usage: usage.nullish(),
});

/** A block with what a stream has told of it so far; `input` is JSON as text. */
export interface ReadBlock {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  text: string;
  input: string;
}

/**
 * Reads the body of a successful response.
 *
 * @throws Failure `model-unreachable`, retryable, for a half or foreign body
 */
export function readMessage(text: string, model: string, answerTool: string | undefined): ReadAnswer {
  const { data } = message.safeParse(jsonValue(text));
  if (data === undefined) throw noAnswer(model, `no message: ${quoted(text)}`);
  const blocks = data.content.map(({ type, id = '', name = '', text: said = '', input = {} }): ReadBlock => {
    return { type, id, name, text: said, input: JSON.stringify(input) };
  });
  return answerOfBlocks(blocks, {
    stopReason: data.stop_reason ?? undefined,
    tokens: data.usage ? tokensOf(data.usage) : undefined,
    answerTool,
  });
}

/** What a message ends with. */
export interface MessageEnd {
  readonly stopReason: string | undefined;
  readonly tokens: PricedTokens | undefined;
  /** The tool whose arguments are the answer. */
  readonly answerTool: string | undefined;
}

/** The answer that blocks make: texts in one, calls in OpenAI's shape, the arguments of the answer tool as text. */
export function answerOfBlocks(blocks: readonly ReadBlock[], { stopReason, tokens, answerTool }: MessageEnd): ReadAnswer {
  const calls = blocks.filter(({ type }) => type === 'tool_use');
  const answered = calls.find(({ name }) => name === answerTool);
  const said = blocks.filter(({ type }) => type === 'text').map(({ text }) => text);
  return {
    text: answered ? answered.input : said.join(''),
    toolCalls: calls.filter((call) => call !== answered).map(openAICall),
    finishReason: stopReason,
    tokens,
  };
}

/** The tokens of a message as prices count them. */
export function tokensOf({
  input_tokens,
  output_tokens,
  cache_creation_input_tokens,
  cache_read_input_tokens,
}: AnthropicUsage): PricedTokens {
  const cachedInput = cache_read_input_tokens ?? 0;
  const cacheWrite = cache_creation_input_tokens ?? 0;
  return { input: (input_tokens ?? 0) + cachedInput + cacheWrite, output: output_tokens ?? 0, cachedInput, cacheWrite };
}

function openAICall({ id, name, input }: ReadBlock): JsonObject {
  return { id, type: 'function', function: { name, arguments: input === '' ? '{}' : input } };
}
