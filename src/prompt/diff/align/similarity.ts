import { wordTokens } from '../word-tokens.ts';

/** The words of a text, for `similarity`. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(wordTokens(text).map(({ word }) => word));
}

/** How much two texts have in common by their words: from 0 to 1. */
export function similarity(left: ReadonlySet<string> = new Set(), right: ReadonlySet<string> = new Set()): number {
  if (left.size + right.size === 0) return 1;
  let shared = 0;
  for (const word of left) if (right.has(word)) shared += 1;
  return (2 * shared) / (left.size + right.size);
}
