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
  const row = new Uint32Array(right.length + 1);
  for (const word of left) {
    let diagonal = 0;
    for (let at = 1; at <= right.length; at += 1) {
      const above = row[at] ?? 0;
      row[at] = word === right[at - 1] ? diagonal + 1 : Math.max(above, row[at - 1] ?? 0);
      diagonal = above;
    }
  }
  return row[right.length] ?? 0;
}
