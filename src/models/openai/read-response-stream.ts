import * as z from 'zod';
import { isJsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { ServerSentEvent } from '../../base/net/server-sent-events.ts';
import type { StreamTold } from '../http/http-model.ts';
import { type Asked, brokenOff, noAnswer, quoted } from '../http/response-failure.ts';
import type { ReadAnswer } from '../read-answer.ts';
import { answerOfResponse, responseObject } from './read-response.ts';

/** Events whose `delta` a person may read, and as what. */
const PIECES: Readonly<Record<string, 'text' | 'thinking'>> = {
  'response.output_text.delta': 'text',
  'response.refusal.delta': 'text',
  'response.reasoning_summary_text.delta': 'thinking',
  'response.reasoning_text.delta': 'thinking',
};

const piece = z.object({ delta: z.string() });

/** The events that a stream ends with; all hold the whole response. */
const LAST = new Set(['response.completed', 'response.incomplete', 'response.failed']);
const last = z.object({ response: responseObject });

/**
 * Reads a streamed response; gives its texts as they come and the answer whole, which its last event repeats.
 *
 * @throws Failure `model-unreachable`, retryable, when the stream ends before that, or what an error within it means
 */
export async function readResponseStream(
  events: AsyncIterable<ServerSentEvent>,
  asked: Asked,
  onPiece: StreamTold['onPiece'],
): Promise<ReadAnswer> {
  for await (const { type: named, data } of events) {
    const value = jsonValue(data);
    const type = isJsonObject(value) && typeof value.type === 'string' ? value.type : named;
    if (type === 'error' || named === 'error') throw brokenOff(data, asked);
    if (LAST.has(type)) return answerOfResponse(read(last, value, data, asked).response, asked);
    const kind = PIECES[type];
    // Other events tell of parts that the last one repeats, or of what this version does not know.
    if (kind !== undefined) onPiece({ kind, text: read(piece, value, data, asked).delta });
    else if (!isJsonObject(value)) throw foreign(data, asked);
  }
  throw noAnswer(asked.model, 'a stream that ended in the middle');
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown, data: string, asked: Asked): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw foreign(data, asked);
}

function foreign(data: string, { model }: Asked): Error {
  return noAnswer(model, `a stream of something else: ${quoted(data)}`);
}
