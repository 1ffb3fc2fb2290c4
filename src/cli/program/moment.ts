import { parseDuration } from '../../base/duration.ts';
import { Failure } from '../../base/failure.ts';

const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** The moment that a flag names: so long before now, or a date; milliseconds since the epoch. @throws Failure `usage-invalid` */
export function momentOf(flag: string, text: string, now: number): number {
  const ago = parseDuration(text);
  if (ago !== undefined) return Math.max(0, Math.floor(now - ago));
  const date = DATE.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN;
  if (date >= 0) return date;
  throw new Failure('usage-invalid', `${flag} takes a time such as 24h, 7d, 2026-11-24 or 2026-11-24T09:00:00Z, not "${text}".`);
}
