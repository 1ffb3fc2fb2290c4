import * as z from 'zod';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { noAnswer } from '../http/response-failure.ts';
import type { PricedTokens } from '../pricing/price-of.ts';
import type { ReadAnswer } from '../read-answer.ts';

const count = z.number().nullish();

/** Version 2 counts in plain figures, later ones in parts. */
const usage = z.union([
  z.looseObject({
    inputTokens: z.looseObject({ total: count, cacheRead: count, cacheWrite: count }),
    outputTokens: z.looseObject({ total: count }),
  }),
  z.looseObject({ inputTokens: count, outputTokens: count, cachedInputTokens: count }),
]);

const toolCall = z.looseObject({ toolCallId: z.string(), toolName: z.string(), input: z.string() });
type SdkToolCall = z.infer<typeof toolCall>;

const finish = z.looseObject({
  finishReason: z.union([z.string(), z.looseObject({ unified: z.string(), raw: z.string().nullish() })]),
  usage: usage.nullish(),
});

const result = z.looseObject({ ...finish.shape, content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })) });

const streamPart = z.looseObject({ type: z.string(), delta: z.string().optional(), error: z.unknown().optional() });

/** What a model gave at once. @throws Failure `model-unreachable`, retryable, for something else */
export function readSdkResult(value: unknown, model: string): ReadAnswer {
  const { data } = result.safeParse(value);
  if (data === undefined) throw noAnswer(model, 'no result of the AI SDK');
  const text = data.content.map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join('');
  const calls = data.content.flatMap((part) => (part.type === 'tool-call' ? (toolCall.safeParse(part).data ?? []) : []));
  return answerOf(text, calls, data);
}

/** A part of a stream as this version knows it. @throws Failure `model-unreachable`, retryable, for something else */
export function streamPartOf(value: unknown, model: string): z.infer<typeof streamPart> {
  const { data } = streamPart.safeParse(value);
  if (data === undefined) throw noAnswer(model, 'a stream of something else');
  return data;
}

/** A streamed answer as it grows. */
export class GrowingResult {
  private text = '';
  private readonly calls: SdkToolCall[] = [];
  private end: z.infer<typeof finish> | undefined;

  add(part: z.infer<typeof streamPart>): void {
    if (part.type === 'text-delta') this.text += part.delta ?? '';
    if (part.type === 'tool-call') this.calls.push(...(toolCall.safeParse(part).data ? [toolCall.parse(part)] : []));
    if (part.type === 'finish') this.end = finish.safeParse(part).data;
  }

  /** @throws Failure `model-unreachable`, retryable, when the end never came */
  read(model: string): ReadAnswer {
    // Adapters end a stream that was cut like any other, and only lack a reason.
    if (this.end === undefined || isWithoutReason(this.end)) throw noAnswer(model, 'a stream that ended in the middle');
    return answerOf(this.text, this.calls, this.end);
  }
}

function isWithoutReason({ finishReason }: z.infer<typeof finish>): boolean {
  return finishReason === 'unknown' || (typeof finishReason === 'object' && finishReason.unified === 'other' && !finishReason.raw);
}

/** The provider's own word for the end where the version tells it: the same as without the bridge. */
function answerOf(text: string, calls: readonly SdkToolCall[], { finishReason, usage: counted }: z.infer<typeof finish>): ReadAnswer {
  const reason = typeof finishReason === 'string' ? finishReason : (finishReason.raw ?? finishReason.unified);
  return { text, toolCalls: calls.map(chatCall), finishReason: reason, tokens: counted ? tokensOf(counted) : undefined };
}

function chatCall({ toolCallId, toolName, input }: SdkToolCall): JsonObject {
  return { id: toolCallId, type: 'function', function: { name: toolName, arguments: input } };
}

/** Providers that count nothing leave the figures undefined: then there is no count, not a count of 0. */
function tokensOf(counted: z.infer<typeof usage>): PricedTokens | undefined {
  const { inputTokens: given, outputTokens: made } = counted;
  const [input, cachedInput, cacheWrite] = isPlain(given)
    ? [given, (counted as { cachedInputTokens?: number | null }).cachedInputTokens, 0]
    : [given.total, given.cacheRead, given.cacheWrite];
  const output = isPlain(made) ? made : made.total;
  if (input === undefined || input === null) return undefined;
  return { input, output: output ?? 0, cachedInput: cachedInput ?? 0, cacheWrite: cacheWrite ?? 0 };
}

function isPlain(value: unknown): value is number | null | undefined {
  return typeof value !== 'object' || value === null;
}
