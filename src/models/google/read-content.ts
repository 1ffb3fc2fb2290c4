import * as z from 'zod';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { placeId } from '../../prompt/render/provider/google.ts';
import { noAnswer, quoted } from '../http/response-failure.ts';
import type { PricedTokens } from '../pricing/price-of.ts';
import type { ReadAnswer } from '../read-answer.ts';

/** Tokens as Google counts them: what a model thinks stands apart from what it says, and what the cache had is part of the prompt. */
const usageMetadata = z.object({
  promptTokenCount: z.number().nullish(),
  toolUsePromptTokenCount: z.number().nullish(),
  cachedContentTokenCount: z.number().nullish(),
  candidatesTokenCount: z.number().nullish(),
  thoughtsTokenCount: z.number().nullish(),
});
type UsageMetadata = z.infer<typeof usageMetadata>;

/** A part of an answer. Kinds that this version does not know say nothing to it. */
const part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  thoughtSignature: z.string().optional(),
  functionCall: z.object({ id: z.string().optional(), name: z.string(), args: z.record(z.string(), z.json()).nullish() }).optional(),
});
export type Part = z.infer<typeof part>;

const candidate = z.object({
  content: z.object({ parts: z.array(part).nullish() }).nullish(),
  finishReason: z.string().nullish(),
});

/** A response, or what one event of a stream adds to it. A prompt that is blocked has no candidates and says why. */
const content = z
  .object({
    candidates: z.array(candidate).nullish(),
    promptFeedback: z.object({ blockReason: z.string().nullish() }).nullish(),
    usageMetadata: usageMetadata.nullish(),
  })
  .refine(({ candidates, promptFeedback, usageMetadata: counted }) => candidates?.length || promptFeedback?.blockReason || counted);
type Content = z.infer<typeof content>;

/**
 * Reads the body of a successful response.
 *
 * A prompt or an answer that Google blocks is an answer without text that names the reason: that is what the prompt gets.
 * @throws Failure `model-unreachable`, retryable, for a half or foreign body
 */
export function readContent(text: string, model: string): ReadAnswer {
  const { data } = content.safeParse(jsonValue(text));
  const answer = data === undefined ? undefined : new GrowingContent().add(data);
  if (!answer?.isFinished) throw noAnswer(model, `no content: ${quoted(text)}`);
  return answer.read();
}

/** What one event of a stream says; undefined for something else. */
export function contentOfEvent(value: unknown): Content | undefined {
  return content.safeParse(value).data;
}

/** An answer as it comes, at once or in events. */
export class GrowingContent {
  private text = '';
  private finishReason: string | undefined;
  private counted: UsageMetadata | undefined;
  private readonly calls: JsonObject[] = [];

  get isFinished(): boolean {
    return this.finishReason !== undefined;
  }

  /** Takes what an event says; `onPart` sees each part. */
  add({ candidates, promptFeedback, usageMetadata: counted }: Content, onPart: (part: Part) => void = () => {}): this {
    const first = candidates?.[0];
    // Figures are of all that came so far.
    this.counted = counted ?? this.counted;
    this.finishReason = (first?.finishReason || promptFeedback?.blockReason) ?? this.finishReason;
    for (const each of first?.content?.parts ?? []) {
      onPart(each);
      if (each.functionCall !== undefined) this.calls.push(chatCall(each.functionCall, each.thoughtSignature, this.calls.length));
      else if (each.thought !== true) this.text += each.text ?? '';
    }
    return this;
  }

  read(): ReadAnswer {
    const tokens = this.counted && tokensOf(this.counted);
    return { text: this.text, toolCalls: this.calls, finishReason: this.finishReason, tokens };
  }
}

/** The signature stands where Google's own interface for clients of OpenAI puts it; the next request must bring it back. */
function chatCall({ id, name, args }: NonNullable<Part['functionCall']>, signature: string | undefined, index: number): JsonObject {
  return {
    id: id ?? placeId(index),
    type: 'function',
    function: { name, arguments: JSON.stringify(args ?? {}) },
    ...(signature !== undefined && { extra_content: { google: { thought_signature: signature } } }),
  };
}

function tokensOf(counted: UsageMetadata): PricedTokens {
  const { promptTokenCount, toolUsePromptTokenCount, cachedContentTokenCount, candidatesTokenCount, thoughtsTokenCount } = counted;
  return {
    input: (promptTokenCount ?? 0) + (toolUsePromptTokenCount ?? 0),
    output: (candidatesTokenCount ?? 0) + (thoughtsTokenCount ?? 0),
    cachedInput: cachedContentTokenCount ?? 0,
    cacheWrite: 0,
  };
}
