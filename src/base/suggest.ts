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

/** ` Did you mean "x"?`, or nothing. Made to be appended to a message. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const match = suggest(word, known);
  return match === undefined ? '' : ` Did you mean "${match}"?`;
}
