import * as z from 'zod';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { ServerSentEvent } from '../../base/net/server-sent-events.ts';
import type { CallOptions } from '../../evals/runner/model.ts';
import { type Asked, brokenOff, noAnswer, quoted } from '../http/response-failure.ts';
import type { ReadAnswer } from '../read-answer.ts';
import { tokensOf, usage } from './read-completion.ts';

const callPart = z.object({
  index: z.number().nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});
type CallPart = z.infer<typeof callPart>;

const chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            // What a model thinks has no place in OpenAI's own protocol; servers of open models have these two.
            reasoning: z.string().nullish(),
            reasoning_content: z.string().nullish(),
            tool_calls: z.array(callPart).nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: usage.nullish(),
});
type Chunk = z.infer<typeof chunk>;

type OnPiece = NonNullable<CallOptions['onPiece']>;

/**
 * Reads a streamed chat completion; gives its texts as they come and the answer whole.
 *
 * @throws Failure `model-unreachable`, retryable, when the stream ends before its answer does, or what an error within it means
 */
export async function readCompletionStream(events: AsyncIterable<ServerSentEvent>, asked: Asked, onPiece: OnPiece): Promise<ReadAnswer> {
  const answer = new GrowingAnswer(onPiece);
  for await (const { type, data } of events) {
    if (data === '[DONE]') return answer.read();
    const value = jsonValue(data);
    if (type === 'error' || (typeof value === 'object' && value !== null && 'error' in value && value.error)) throw brokenOff(data, asked);
    const parsed = chunk.safeParse(value);
    if (!parsed.success) throw noAnswer(asked.model, `a stream of something else: ${quoted(data)}`);
    answer.add(parsed.data);
  }
  // Some servers hang up instead of saying [DONE]; a finish reason says that all came.
  if (!answer.isFinished) throw noAnswer(asked.model, 'a stream that ended in the middle');
  return answer.read();
}

class GrowingAnswer {
  private text = '';
  private refusal = '';
  private finishReason: string | undefined;
  private tokens: ReadAnswer['tokens'];
  private readonly calls: { index: number; id: string; name: string; arguments: string }[] = [];
  private readonly onPiece: OnPiece;

  constructor(onPiece: OnPiece) {
    this.onPiece = onPiece;
  }

  get isFinished(): boolean {
    return this.finishReason !== undefined;
  }

  add({ choices, usage: counted }: Chunk): void {
    if (counted) this.tokens = tokensOf(counted);
    const [choice] = choices ?? [];
    if (choice === undefined) return;
    this.finishReason = choice.finish_reason || this.finishReason;
    const { content, refusal, reasoning, reasoning_content, tool_calls } = choice.delta ?? {};
    this.give('thinking', reasoning || reasoning_content);
    this.text += this.give('text', content);
    // A refusal stands in place of the text.
    if (this.text === '') this.refusal += this.give('text', refusal);
    for (const part of tool_calls ?? []) this.addCall(part);
  }

  read(): ReadAnswer {
    const toolCalls = this.calls.map(
      ({ id, name, arguments: text }): JsonObject => ({ id, type: 'function', function: { name, arguments: text } }),
    );
    return { text: this.text || this.refusal, toolCalls, finishReason: this.finishReason, tokens: this.tokens };
  }

  private give(kind: 'text' | 'thinking', text: string | null | undefined): string {
    if (text) this.onPiece({ kind, text });
    return text ?? '';
  }

  /** Parts belong together by their index; servers that number every call 0 tell them apart by their ids. */
  private addCall({ index, id, function: part }: CallPart): void {
    const at = index ?? this.calls.length - (id ? 0 : 1);
    const known = this.calls.findLast((call) => call.index === at);
    const isNew = known === undefined || (id && known.id !== '' && known.id !== id);
    const call = isNew ? { index: at, id: '', name: '', arguments: '' } : known;
    if (isNew) this.calls.push(call);
    call.id ||= id ?? '';
    call.name ||= part?.name ?? '';
    call.arguments += part?.arguments ?? '';
  }
}
