import { onlySuggestion } from '../../base/text/suggest.ts';

/** Who writes more keys means them; and each is compared with all the others. */
const MOST_KEYS = 200;

/** The known name that a key was surely meant to be; nothing when another key has that name, or may mean it too. */
export function meantKey(key: string, known: readonly string[], present: readonly string[]): string | undefined {
  const meant = present.length > MOST_KEYS ? undefined : onlySuggestion(key, known);
  if (meant === undefined || present.includes(meant)) return undefined;
  const rivals = present.filter((other) => other !== key && !known.includes(other) && onlySuggestion(other, known) === meant);
  return rivals.length === 0 ? meant : undefined;
}
