import * as z from 'zod';
import { isJsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { ServerSentEvent } from '../../base/net/server-sent-events.ts';
import type { CallOptions } from '../../evals/runner/model.ts';
import { type Asked, brokenOff, noAnswer, quoted } from '../http/response-failure.ts';
import type { ReadAnswer } from '../read-answer.ts';
import { type AnthropicUsage, answerOfBlocks, contentBlock, type ReadBlock, tokensOf, usage } from './read-message.ts';

const delta = z.looseObject({ text: z.string().optional(), thinking: z.string().optional(), partial_json: z.string().optional() });

/** The events that an answer is made of. */
const messageEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message_start'), message: z.object({ usage: usage.nullish() }) }),
  z.object({ type: z.literal('content_block_start'), index: z.number(), content_block: contentBlock }),
  z.object({ type: z.literal('content_block_delta'), index: z.number(), delta }),
  z.object({ type: z.literal('message_delta'), delta: z.object({ stop_reason: z.string().nullish() }), usage: usage.nullish() }),
  z.object({ type: z.literal('message_stop') }),
]);
const KNOWN: ReadonlySet<unknown> = new Set(messageEvent.options.map(({ shape }) => shape.type.value));

type OnPiece = NonNullable<CallOptions['onPiece']>;

interface StreamOptions {
  readonly asked: Asked;
  readonly answerTool: string | undefined;
  readonly onPiece: OnPiece;
}

/**
 * Reads a streamed message; gives its texts as they come and the answer whole. Events that this version does not
 * know are skipped, as Anthropic asks of its clients.
 *
 * @throws Failure `model-unreachable`, retryable, when the stream ends before `message_stop`, or what an `error` event means
 */
export async function readMessageStream(
  events: AsyncIterable<ServerSentEvent>,
  { asked, answerTool, onPiece }: StreamOptions,
): Promise<ReadAnswer> {
  const message = new GrowingMessage(answerTool, onPiece);
  for await (const { type, data } of events) {
    const value = jsonValue(data);
    const kind = isJsonObject(value) ? value.type : undefined;
    if (type === 'error' || kind === 'error') throw brokenOff(data, asked);
    if (kind !== undefined && !KNOWN.has(kind)) continue;
    const parsed = messageEvent.safeParse(value);
    if (!parsed.success) throw noAnswer(asked.model, `a stream of something else: ${quoted(data)}`);
    if (parsed.data.type === 'message_stop') return message.read();
    message.add(parsed.data);
  }
  throw noAnswer(asked.model, 'a stream that ended in the middle');
}

type MessageEvent = z.infer<typeof messageEvent>;

class GrowingMessage {
  private readonly blocks = new Map<number, ReadBlock>();
  private counted: AnthropicUsage = {};
  private stopReason: string | undefined;
  private readonly answerTool: string | undefined;
  private readonly onPiece: OnPiece;

  constructor(answerTool: string | undefined, onPiece: OnPiece) {
    this.answerTool = answerTool;
    this.onPiece = onPiece;
  }

  add(event: Exclude<MessageEvent, { type: 'message_stop' }>): void {
    switch (event.type) {
      case 'message_start':
        this.count(event.message.usage);
        return;
      case 'content_block_start':
        this.start(event.index, event.content_block);
        return;
      case 'content_block_delta':
        this.grow(event.index, event.delta);
        return;
      default:
        this.stopReason = event.delta.stop_reason ?? this.stopReason;
        this.count(event.usage);
    }
  }

  read(): ReadAnswer {
    const tokens = Object.keys(this.counted).length > 0 ? tokensOf(this.counted) : undefined;
    return answerOfBlocks([...this.blocks.values()], { stopReason: this.stopReason, tokens, answerTool: this.answerTool });
  }

  /** Later figures are cumulative and win; what they leave out stays as the start said. */
  private count(tokens: AnthropicUsage | null | undefined): void {
    const told = Object.entries(tokens ?? {}).filter(([, figure]) => typeof figure === 'number');
    this.counted = { ...this.counted, ...Object.fromEntries(told) };
  }

  private start(index: number, { type, id = '', name = '', text = '' }: z.infer<typeof contentBlock>): void {
    this.blocks.set(index, { type, id, name, text, input: '' });
    this.give('text', text);
  }

  private grow(index: number, { text = '', thinking = '', partial_json = '' }: z.infer<typeof delta>): void {
    const block = this.blocks.get(index);
    if (block === undefined) return;
    block.text += text;
    block.input += partial_json;
    this.give('text', text);
    this.give('thinking', thinking);
    if (block.type === 'tool_use' && block.name === this.answerTool) this.give('text', partial_json);
  }

  private give(kind: 'text' | 'thinking', text: string): void {
    if (text !== '') this.onPiece({ kind, text });
  }
}
