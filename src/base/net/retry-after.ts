import { type ResponseHeaders, singleHeader } from './single-header.ts';

/** How long a server asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date. */
export function retryAfterMs(headers: ResponseHeaders, now: number): number | undefined {
  const exact = Number(singleHeader(headers, 'retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return exact;
  const text = singleHeader(headers, 'retry-after');
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
