import { isJsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { ServerSentEvent } from '../../base/net/server-sent-events.ts';
import type { StreamTold } from '../http/http-model.ts';
import { type Asked, brokenOff, noAnswer, quoted } from '../http/response-failure.ts';
import type { ReadAnswer } from '../read-answer.ts';
import { contentOfEvent, GrowingContent, type Part } from './read-content.ts';

/**
 * Reads a streamed answer; gives its texts as they come and the answer whole. The stream just ends: a finish reason says that
 * all came.
 *
 * @throws Failure `model-unreachable`, retryable, when it ends before that, or what an error within it means
 */
export async function readContentStream(
  events: AsyncIterable<ServerSentEvent>,
  asked: Asked,
  onPiece: StreamTold['onPiece'],
): Promise<ReadAnswer> {
  const answer = new GrowingContent();
  const give = ({ text, thought = false }: Part) => {
    if (text) onPiece({ kind: thought ? 'thinking' : 'text', text });
  };
  for await (const { type, data } of events) {
    const value = jsonValue(data);
    if (type === 'error' || (isJsonObject(value) && value.error)) throw brokenOff(data, asked);
    const said = contentOfEvent(value);
    if (said === undefined) throw noAnswer(asked.model, `a stream of something else: ${quoted(data)}`);
    answer.add(said, give);
  }
  if (!answer.isFinished) throw noAnswer(asked.model, 'a stream that ended in the middle');
  return answer.read();
}
