/** The longest word sequences that BLEU looks at. */
const MAX_ORDER = 4;

/**
 * How much of a text's word sequences, of one to four words, its references have: 0 … 1.
 *
 * Sentence BLEU as sacrebleu 2 computes it: 13a tokens, exponential smoothing, only the orders that the text has
 * (`effective_order`), brevity against the reference nearest in length. Case counts. An empty text has 0.
 * Source: Papineni et al., ACL 2002; smoothing: Chen and Cherry, WMT 2014, method 3.
 */
export function sentenceBleu(text: string, references: readonly string[]): number {
  const words = tokens13a(text);
  const others = references.map(tokens13a);
  const orders = Array.from({ length: Math.min(MAX_ORDER, words.length) }, (_, index) => matchesOf(words, others, index + 1));
  if (orders.every(({ matched }) => matched === 0)) return 0;
  let smoothing = 1;
  const logs = orders.map(({ matched, total }) => {
    if (matched > 0) return Math.log(matched / total);
    smoothing *= 2;
    return Math.log(1 / (smoothing * total));
  });
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return Math.min(1, brevity(words.length, others) * Math.exp(mean));
}

/** Words and signs as the scripts of WMT part them (mteval-v13a). */
export function tokens13a(text: string): string[] {
  const line = text.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  const plain = line.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  const parted = ` ${plain} `
    .replace(/[{-~[-` -&(-+:-@/]/g, ' $& ')
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ');
  return parted.split(/\s+/).filter((word) => word !== '');
}

/** How many sequences of a length the text has, and how many of them some reference has as often. */
function matchesOf(words: readonly string[], references: readonly (readonly string[])[], order: number) {
  const counts = sequences(words, order);
  const inReferences = references.map((reference) => sequences(reference, order));
  const matched = [...counts].reduce(
    (sum, [sequence, count]) => sum + Math.min(count, Math.max(0, ...inReferences.map((known) => known.get(sequence) ?? 0))),
    0,
  );
  return { matched, total: words.length - order + 1 };
}

function sequences(words: readonly string[], order: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + order <= words.length; at += 1) {
    const sequence = words.slice(at, at + order).join(' ');
    counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
  }
  return counts;
}

/** Below 1 for a text that is shorter than the reference nearest to it in length; of two as near, the shorter. */
function brevity(length: number, references: readonly (readonly string[])[]): number {
  const [nearest = 0] = references
    .map((reference) => reference.length)
    .sort((left, right) => Math.abs(left - length) - Math.abs(right - length) || left - right);
  return length < nearest ? Math.exp(1 - nearest / length) : 1;
}
