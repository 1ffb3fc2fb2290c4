import * as z from 'zod';
import type { Json } from '../../base/canonical-json.ts';
import { Failure } from '../../base/failure.ts';
import { jsonValue } from '../../base/json-value.ts';
import type { Answer } from '../../evals/run.ts';

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
  usage: z
    .object({
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
});

export interface ReadCompletion extends Omit<Answer, 'latencyMs' | 'cost'> {
  /** Input tokens that the provider had in its cache; they cost less. */
  readonly cachedInput: number;
}

/**
 * Reads the body of a successful response.
 *
 * @throws Failure `model-unreachable`, retryable: a half or foreign body is a fault on the way, not an answer
 */
export function readCompletion(text: string, model: string): ReadCompletion {
  const parsed = completion.safeParse(jsonValue(text));
  const choice = parsed.data?.choices[0];
  if (parsed.data === undefined || choice === undefined) {
    const seen = text.length === 0 ? 'an empty body' : JSON.stringify(text.slice(0, 80));
    throw new Failure('model-unreachable', `${model} answered with no chat completion: ${seen}.`, { details: { retryable: true } });
  }
  const { message, finish_reason: finishReason } = choice;
  const { usage } = parsed.data;
  return {
    text: textOf(message.content) ?? message.refusal ?? '',
    ...(message.tool_calls?.length ? { toolCalls: message.tool_calls as Json[] } : {}),
    ...(finishReason ? { finishReason } : {}),
    ...(usage ? { usage: { input: usage.prompt_tokens, output: usage.completion_tokens } } : {}),
    cachedInput: usage?.prompt_tokens_details?.cached_tokens ?? 0,
  };
}

function textOf(content: string | { text?: string | undefined }[] | null | undefined): string | undefined {
  if (typeof content === 'string') return content;
  return content?.map((part) => part.text ?? '').join('');
}
