/** Articles say nothing of an answer; the words of English, as SQuAD has it. */
const ARTICLES = /\b(?:a|an|the)\b/g;

/**
 * How many words two short answers share, in any order: the F1 of SQuAD, 0 … 1.
 *
 * Case, punctuation, English articles and white space do not count. Two texts without words are equal; one without has 0.
 * Source: Rajpurkar et al., EMNLP 2016, and its evaluation script.
 */
export function tokenF1(text: string, reference: string): number {
  const [words, others] = [answerWords(text), answerWords(reference)];
  if (words.length === 0 || others.length === 0) return words.length === others.length ? 1 : 0;
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of words) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared += 1;
    left.set(word, count - 1);
  }
  return (2 * shared) / (words.length + others.length);
}

function answerWords(text: string): string[] {
  // Punctuation goes, it does not part: `don't` is one word.
  const bare = text.toLowerCase().replace(/[\p{P}\p{S}]/gu, '');
  return bare
    .replace(ARTICLES, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
}
