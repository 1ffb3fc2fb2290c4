import type { Diagnostic } from '../../../base/diagnostic.ts';
import { datasetError } from './raw-rows.ts';

const UTF8 = { fatal: true, ignoreBOM: true } as const;

/** The text of bytes that come in pieces, cut anywhere, as pieces; ends with a finding at the first byte that is not UTF-8. */
export async function* decodePieces(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string | Diagnostic> {
  const decoder = new TextDecoder('utf-8', UTF8);
  let [line, column] = [1, 1];
  /** What the decoder holds back of the piece before: a character may be cut in two. */
  let held = new Uint8Array(0);
  for await (const piece of bytes) {
    let text: string;
    try {
      text = decoder.decode(piece, { stream: true });
    } catch {
      const valid = validStart(joined(held, piece));
      yield valid;
      [line, column] = placeAfter(valid, line, column);
      yield notUtf8(file, line, column);
      return;
    }
    held = unfinished(joined(held, piece));
    [line, column] = placeAfter(text, line, column);
    if (text !== '') yield text;
  }
  if (held.length > 0) yield notUtf8(file, line, column);
}

function notUtf8(file: string, line: number, column: number): Diagnostic {
  return datasetError({ file, line, column }, 'dataset-not-utf8', 'The file is not UTF-8 from here on.', 'Save the file as UTF-8.');
}

/** The longest start of the bytes that is text; looked for only when there is an error. */
function validStart(bytes: Uint8Array): string {
  let [text, from, to] = ['', 0, bytes.length];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    try {
      text = new TextDecoder('utf-8', UTF8).decode(bytes.subarray(0, middle), { stream: true });
      from = middle;
    } catch {
      to = middle - 1;
    }
  }
  return text;
}

/** The bytes of a character that has begun at the end and is not complete: at most three. */
function unfinished(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return back < length ? bytes.slice(bytes.length - back) : new Uint8Array(0);
  }
  return new Uint8Array(0);
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

function placeAfter(text: string, line: number, column: number): [line: number, column: number] {
  const last = text.lastIndexOf('\n');
  if (last === -1) return [line, column + text.length];
  let breaks = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) breaks += 1;
  return [line + breaks, text.length - last];
}
