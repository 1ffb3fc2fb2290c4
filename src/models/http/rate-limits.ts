import { type ResponseHeaders, singleHeader } from '../../base/net/single-header.ts';
import type { RateLimits } from '../../evals/runner/model.ts';

/** One bound of a provider: what is left of it, of how much, and until when it is full again. */
interface Bound {
  readonly left: number | undefined;
  readonly of: number | undefined;
  readonly resetMs: number | undefined;
}

/**
 * Reads what a provider says it still takes; undefined when it says nothing.
 *
 * Two families of headers are in use: `x-ratelimit-*` of OpenAI, Azure, Groq, Mistral and the like, with durations such as
 * `6m0s`, and `anthropic-ratelimit-*`, with times of RFC 3339. Google tells nothing before it refuses.
 */
export function rateLimitsOf(headers: ResponseHeaders, now: number): RateLimits | undefined {
  if (!Object.keys(headers).some((name) => name.includes('ratelimit-'))) return undefined;
  const requests = boundOf(headers, 'requests', now);
  const tokens = boundOf(headers, 'tokens', now) ?? tighter(boundOf(headers, 'input-tokens', now), boundOf(headers, 'output-tokens', now));
  const resetMs = tighter(requests, tokens)?.resetMs;
  if (requests?.left === undefined && tokens?.left === undefined) return undefined;
  return {
    ...(requests?.left !== undefined && { requestsLeft: requests.left }),
    ...(tokens?.left !== undefined && { tokensLeft: tokens.left }),
    ...(resetMs !== undefined && { resetMs }),
  };
}

function boundOf(headers: ResponseHeaders, what: string, now: number): Bound | undefined {
  const openAI = (part: string) => singleHeader(headers, `x-ratelimit-${part}-${what}`);
  const anthropic = (part: string) => singleHeader(headers, `anthropic-ratelimit-${what}-${part}`);
  const left = countOf(openAI('remaining') ?? anthropic('remaining'));
  if (left === undefined) return undefined;
  const reset = openAI('reset');
  return {
    left,
    of: countOf(openAI('limit') ?? anthropic('limit')),
    resetMs: reset === undefined ? untilTime(anthropic('reset'), now) : durationMs(reset),
  };
}

/** The bound of which the smaller share is left: the one that runs out first. */
function tighter(one: Bound | undefined, other: Bound | undefined): Bound | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return share(other) < share(one) ? other : one;
}

function share({ left = 0, of }: Bound): number {
  return of === undefined || of <= 0 ? left : left / of;
}

function countOf(text: string | undefined): number | undefined {
  const count = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(count) && count >= 0 ? count : undefined;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `6m0s`, `1.5s` and `17ms` as Go writes them; a bare number is seconds. */
function durationMs(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) {
    const seconds = countOf(text);
    return seconds === undefined ? undefined : seconds * 1000;
  }
  return [...text.matchAll(/([\d.]+)(ms|[smhd])/g)].reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}

function untilTime(text: string | undefined, now: number): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
