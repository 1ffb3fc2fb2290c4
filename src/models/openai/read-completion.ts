import * as z from 'zod';
import type { Json } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { noAnswer, quoted } from '../http/response-failure.ts';
import type { PricedTokens } from '../pricing/price-of.ts';
import type { ReadAnswer } from '../read-answer.ts';

/** Tokens as OpenAI counts them. */
export const usage = z.object({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
});

/** What of a chat completion an answer is made of; servers add much more. */
const completion = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))]).nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(z.json()).nullish(),
        }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: usage.nullish(),
});

/**
 * Reads the body of a successful response.
 *
 * @throws Failure `model-unreachable`, retryable, for a half or foreign body
 */
export function readCompletion(text: string, model: string): ReadAnswer {
  const parsed = completion.safeParse(jsonValue(text));
  const choice = parsed.data?.choices[0];
  if (parsed.data === undefined || choice === undefined) {
    throw noAnswer(model, `no chat completion: ${quoted(text)}`);
  }
  const { message, finish_reason: finishReason } = choice;
  return {
    text: textOf(message.content) ?? message.refusal ?? '',
    toolCalls: (message.tool_calls ?? []) as Json[],
    finishReason: finishReason || undefined,
    tokens: parsed.data.usage ? tokensOf(parsed.data.usage) : undefined,
  };
}

/** The tokens of an answer as prices count them. */
export function tokensOf({ prompt_tokens, completion_tokens, prompt_tokens_details }: z.infer<typeof usage>): PricedTokens {
  return { input: prompt_tokens, output: completion_tokens, cachedInput: prompt_tokens_details?.cached_tokens ?? 0, cacheWrite: 0 };
}

function textOf(content: string | { text?: string | undefined }[] | null | undefined): string | undefined {
  if (typeof content === 'string') return content;
  return content?.map((part) => part.text ?? '').join('');
}
