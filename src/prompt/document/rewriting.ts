import type { Fix } from '../../base/diagnostic.ts';
import type { Span } from './source-text.ts';

/** How to write a stretch of a source otherwise. */
export interface Rewriting {
  readonly title: string;
  readonly rewrite: (written: string) => string;
}

/** The repair that rewrites a stretch; nothing when it would write the same. */
export function rewriting(text: string, { start, end }: Span, { title, rewrite }: Rewriting): Fix | undefined {
  const written = text.slice(start, end);
  const instead = rewrite(written);
  return instead === written ? undefined : { title, ...narrowed(start, written, instead) };
}

/** Without what both begin and end with, so that a repair touches no more than it changes. */
function narrowed(start: number, before: string, after: string): Omit<Fix, 'title'> {
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { start: start + head, end: start + before.length - tail, text: after.slice(head, after.length - tail) };
}
