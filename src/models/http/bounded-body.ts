import { Failure } from '../../base/failure.ts';
import type { RetryAdvice } from '../../evals/runner/model.ts';

const MEGABYTE = 1024 * 1024;
/** An answer is text; what is larger is a mistake or an attack. */
export const MAX_BODY_BYTES = 16 * MEGABYTE;
/** A stream wraps each few letters in a line of its own. */
const MAX_STREAM_BYTES = 256 * MEGABYTE;

/** The chunks of a stream, up to a bound. @throws Failure `model-unreachable`, final: what sends that much sends it again */
export async function* boundedChunks(body: AsyncIterable<Uint8Array>, most = MAX_STREAM_BYTES): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > most) throw tooMany(most);
    yield chunk;
  }
}

/** A whole body as text, up to a bound. */
export async function bodyText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of boundedChunks(body, MAX_BODY_BYTES)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The start of a body that tells an error; the rest is not read. */
export async function bodyStart(body: AsyncIterable<Uint8Array>, bytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    read += chunk.length;
    if (read >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes).toString();
}

/** The failure of a body beyond its bound. */
export function tooMany(bytes: number): Failure {
  return tooLarge(`sent more than ${bytes / MEGABYTE} MB`);
}

/** The failure of a provider that sends without end. */
export function tooLarge(what: string): Failure {
  return new Failure('model-unreachable', `The provider ${what}.`, { details: { retryable: false } satisfies RetryAdvice });
}
