import { retryAfterMs } from '../../base/net/retry-after.ts';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What GitHub asks for when a secondary limit names no time. */
const A_MINUTE_MS = 60_000;

/**
 * How long GitHub asks to wait before the same request, in milliseconds; undefined for an answer that is about no limit.
 *
 * The primary limit tells when it is lifted, the secondary ones tell how long they hold, or nothing.
 */
export function pauseOf({ status, text, headers }: Answer, now: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const asked = retryAfterMs(headers, now);
  if (asked !== undefined) return asked;
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(reset)) return Math.max(0, reset * 1000 - now);
  return status === 429 || /secondary rate limit/i.test(text) ? A_MINUTE_MS : undefined;
}
