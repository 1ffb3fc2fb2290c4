import { distance } from 'fastest-levenshtein';

/** The known word nearest to a misspelt one, when it is near enough that the writer plausibly meant it. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  // Two edits make a transposition, the commonest slip; in very short words they make another word.
  const limit = word.length <= 3 ? 1 : Math.max(2, Math.floor(word.length / 3));
  let best: { word: string; edits: number } | undefined;
  for (const candidate of known) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits <= limit && (best === undefined || edits < best.edits)) best = { word: candidate, edits };
  }
  return best?.word;
}

/** The suggestion when no other word is as near: sure enough to be written without asking. */
export function onlySuggestion(word: string, known: Iterable<string>): string | undefined {
  const words = new Set(known);
  const match = suggest(word, words);
  if (match === undefined) return undefined;
  const edits = distance(word.toLowerCase(), match.toLowerCase());
  const rivals = [...words].filter((other) => distance(word.toLowerCase(), other.toLowerCase()) <= edits);
  return rivals.length === 1 ? match : undefined;
}

/** ` Did you mean "x"?`, or nothing. Made to be appended to a message. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const match = suggest(word, known);
  return match === undefined ? '' : ` Did you mean "${match}"?`;
}
