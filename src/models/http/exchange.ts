import { Failure } from '../../base/failure.ts';
import type { CallOptions } from '../../evals/runner/model.ts';
import { bodyStart } from './bounded-body.ts';
import type { Connections } from './connections.ts';
import { rateLimitsOf } from './rate-limits.ts';
import { type Asked, refusal, transportFailure } from './response-failure.ts';

/** Errors are a sentence or two; a provider that sends more has sent something else. */
const MAX_ERROR_BYTES = 64 * 1024;

/** One request: where it goes, what it says, and who is asked. */
export interface Exchange {
  readonly connections: Connections;
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
  readonly signal: AbortSignal;
  readonly asked: Asked;
  readonly onLimits?: CallOptions['onLimits'];
}

/** A response of status 200 whose body has not been read. */
export interface OpenResponse {
  readonly isEventStream: boolean;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Sends JSON and has the response read.
 *
 * @throws Failure `model-refused` or `model-unreachable` for any other status and for a connection that breaks, also while
 * the body is read; the reason of the signal when that fires first.
 */
export async function exchange<Result>(
  { connections, origin, path, headers, body, signal, asked, onLimits }: Exchange,
  read: (response: OpenResponse) => Promise<Result>,
): Promise<Result> {
  let hasResponse = false;
  try {
    const response = await connections.dispatcher.request({ origin, method: 'POST', path, headers, body: JSON.stringify(body), signal });
    // A body that is left in the middle ends with an error that nobody waits for.
    response.body.on('error', () => {});
    const { statusCode: status } = response;
    hasResponse = true;
    const limits = onLimits && rateLimitsOf(response.headers, Date.now());
    if (limits) onLimits(limits);
    if (status !== 200) {
      throw refusal({ status, headers: response.headers, text: await bodyStart(response.body, MAX_ERROR_BYTES) }, asked);
    }
    const type = String(response.headers['content-type'] ?? '');
    return await read({ isEventStream: /^text\/event-stream\b/i.test(type), body: response.body });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof Failure) throw error;
    throw transportFailure(error, origin, hasResponse) ?? error;
  }
}
