/** One event of a stream; `type` is `message` where the server names none. */
export interface ServerSentEvent {
  readonly type: string;
  readonly data: string;
}

export interface StreamBounds {
  /** Characters of a line, and of the data of an event. */
  readonly maxLine?: number;
  /** The error of a stream that goes beyond; `what` is what it did. */
  tooLarge(what: string): Error;
}

/** Ten megabytes: a whole answer in one line is possible, a line without end is not an answer. */
const MAX_LINE = 10 * 1024 * 1024;

/**
 * Reads a stream of server-sent events, as the HTML standard has them.
 *
 * Chunks may be cut anywhere, also within a character or between CR and LF. Comments and unknown fields are skipped;
 * an event that the end of the stream cuts short is not given.
 * @throws what `tooLarge` makes for a line or an event of more than 10 MB
 */
export async function* serverSentEvents(
  chunks: AsyncIterable<Uint8Array>,
  { maxLine = MAX_LINE, tooLarge }: StreamBounds,
): AsyncGenerator<ServerSentEvent> {
  let type = '';
  let data: string[] = [];
  let size = 0;
  for await (const line of lines(chunks, { maxLine, tooLarge })) {
    if (line === '') {
      if (data.length > 0) yield { type: type || 'message', data: data.join('\n') };
      type = '';
      data = [];
      size = 0;
      continue;
    }
    const [field, value] = fieldOf(line);
    if (field === 'event') type = value;
    if (field !== 'data') continue;
    size += value.length;
    if (size > maxLine) throw tooLarge(`sent an event of more than ${maxLine} characters`);
    data.push(value);
  }
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}

/** Whole lines, ended by LF, CR or CRLF. What is left of a long line is kept in parts: joining them each time would be quadratic. */
async function* lines(chunks: AsyncIterable<Uint8Array>, { maxLine, tooLarge }: Required<StreamBounds>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let length = 0;
  let endedByCarriageReturn = false;
  for await (const chunk of chunks) {
    let text = decoder.decode(chunk, { stream: true });
    if (text === '') continue;
    if (endedByCarriageReturn && text.startsWith('\n')) text = text.slice(1);
    endedByCarriageReturn = text.endsWith('\r');
    const [first = '', ...rest] = text.split(/\r\n|\r|\n/);
    parts.push(first);
    length += first.length;
    for (const next of rest) {
      yield parts.join('');
      parts = [next];
      length = next.length;
    }
    if (length > maxLine) throw tooLarge(`sent a line of more than ${maxLine} characters`);
  }
}
