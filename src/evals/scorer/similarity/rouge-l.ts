/**
 * How much of two texts is one common sequence of words, gaps allowed: the F1 of ROUGE-L, 0 … 1.
 *
 * Words are runs of letters and digits of any script, without regard to case, not stemmed; for English this is what
 * the package rouge-score computes. Two texts without words are equal.
 * Source: Lin, "ROUGE", ACL workshop Text Summarization Branches Out, 2004.
 */
export function rougeL(text: string, reference: string): number {
  const [words, others] = [wordsOf(text), wordsOf(reference)];
  if (words.length === 0 && others.length === 0) return 1;
  // Of the length of the common sequence c: F1 of c/words and c/others.
  return (2 * commonLength(words, others)) / (words.length + others.length);
}

/** Runs of letters, marks and digits, in lower case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** The length of the longest common subsequence, in memory of one row. */
function commonLength(left: readonly string[], right: readonly string[]): number {
  // Figures for words: the square of a long text is four times as fast to go through.
  const [ours, theirs] = numbered(left, right);
  const row = new Uint32Array(theirs.length + 1);
  for (const word of ours) {
    let diagonal = 0;
    let before = 0;
    for (let at = 1; at < row.length; at += 1) {
      const above = row[at] as number;
      before = word === theirs[at - 1] ? diagonal + 1 : above > before ? above : before;
      row[at] = before;
      diagonal = above;
    }
  }
  return row[theirs.length] ?? 0;
}

/** The same words as the same figures. */
function numbered(left: readonly string[], right: readonly string[]): [Uint32Array, Uint32Array] {
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  };
  return [Uint32Array.from(left, numberOf), Uint32Array.from(right, numberOf)];
}
