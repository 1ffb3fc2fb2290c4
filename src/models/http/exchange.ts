import type { Dispatcher } from 'undici';
import { Failure } from '../../base/failure.ts';
import type { ResponseHeaders } from '../../base/net/single-header.ts';
import type { CallOptions } from '../../evals/runner/model.ts';
import { bodyStart } from './bounded-body.ts';
import type { Connections } from './connections.ts';
import { rateLimitsOf } from './rate-limits.ts';
import { type Asked, refusal, transportFailure } from './response-failure.ts';
import { type BrokenResponse, MAX_ERROR_BYTES, type WholeResponse, wholeResponse } from './whole-response.ts';

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
 * Sends JSON and gives the body of the response.
 *
 * @throws Failure `model-refused` or `model-unreachable` for any other status than 200, for a connection that breaks and for
 * a body without end; the reason of the signal when that fires first.
 */
export async function exchange(request: Exchange): Promise<string> {
  const { connections, signal, asked } = request;
  let response: WholeResponse;
  try {
    response = await wholeResponse(connections.dispatcher, sent(request), signal);
  } catch (cause) {
    const { error, hasResponse } = cause as BrokenResponse;
    throw failureOf(error, hasResponse, request);
  }
  tellLimits(response.headers, request);
  if (response.status !== 200) throw refusal(response, asked);
  return response.text;
}

/**
 * Sends JSON and has the response read while it comes.
 *
 * @throws Failure as `exchange` does, also for what breaks while the body is read.
 */
export async function exchangeOpen<Result>(request: Exchange, read: (response: OpenResponse) => Promise<Result>): Promise<Result> {
  const { connections, signal, asked } = request;
  let hasResponse = false;
  try {
    const { statusCode: status, headers, body } = await connections.dispatcher.request({ ...sent(request), signal });
    // A body that is left in the middle ends with an error that nobody waits for.
    body.on('error', () => {});
    hasResponse = true;
    tellLimits(headers, request);
    if (status !== 200) throw refusal({ status, headers, text: await bodyStart(body, MAX_ERROR_BYTES) }, asked);
    return await read({ isEventStream: /^text\/event-stream\b/i.test(String(headers['content-type'] ?? '')), body });
  } catch (error) {
    throw failureOf(error, hasResponse, request);
  }
}

function sent({ origin, path, headers, body }: Exchange): Dispatcher.DispatchOptions {
  return { origin, method: 'POST', path, headers, body: JSON.stringify(body) };
}

function tellLimits(headers: ResponseHeaders, { onLimits }: Exchange): void {
  const limits = onLimits && rateLimitsOf(headers, Date.now());
  if (limits) onLimits(limits);
}

function failureOf(error: unknown, hasResponse: boolean, { signal, origin }: Exchange): unknown {
  if (signal.aborted) return signal.reason;
  return error instanceof Failure ? error : (transportFailure(error, origin, hasResponse) ?? error);
}
