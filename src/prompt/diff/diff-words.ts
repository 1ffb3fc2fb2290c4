import { diffArrays } from 'diff';
import type { WordChange } from './word-change.ts';
import { lineTokens, type WordToken, wordTokens } from './word-tokens.ts';

/** The search costs the square of the edits that it may find: this is a fraction of a second. */
const MAX_EDITS = 1_000;
/** Edits to look for within each changed stretch of lines, of which there may be thousands. */
const MAX_EDITS_IN_LINES = 100;

/** How two texts differ, and how closely they were compared. */
export interface TextDiff {
  readonly words: readonly WordChange[];
  /** `line` and `text`: they have too little in common to be compared by word in time. */
  readonly comparedBy: 'word' | 'line' | 'text';
}

/**
 * Compares two texts by word.
 *
 * What is `same` or `removed`, joined, is `before`; what is `same` or `added` is `after`: byte for
 * byte, white space included. Texts that have little in common are compared by line, and in the
 * end as wholes, so that no pair of texts takes more than about a second.
 */
export function diffTexts(before: string, after: string): TextDiff {
  const byWord = compare(wordTokens(before), wordTokens(after), MAX_EDITS);
  if (byWord !== undefined) return { words: tidy(byWord), comparedBy: 'word' };
  const byLine = compare(lineTokens(before), lineTokens(after), MAX_EDITS);
  if (byLine === undefined) return { words: tidy([removed(before), added(after)]), comparedBy: 'text' };
  return { words: tidy(wordsWithin(tidy(byLine))), comparedBy: 'line' };
}

/** The changes alone of `diffTexts`. */
export function diffWords(before: string, after: string): readonly WordChange[] {
  return diffTexts(before, after).words;
}

/** Compares lines that were exchanged by word, each stretch by itself. */
function wordsWithin(changes: readonly WordChange[]): WordChange[] {
  return changes.flatMap((change, index, all) => {
    const next = all[index + 1];
    if (change.kind === 'removed' && next?.kind === 'added') {
      return compare(wordTokens(change.text), wordTokens(next.text), MAX_EDITS_IN_LINES) ?? [change, next];
    }
    return change.kind === 'added' && all[index - 1]?.kind === 'removed' ? [] : [change];
  });
}

/** Compares by the words of the tokens; where only the space after a word differs, just the space is a change. */
function compare(before: readonly WordToken[], after: readonly WordToken[], maxEditLength: number): WordChange[] | undefined {
  const words = new Map<string, number>();
  const number = ({ word }: WordToken): number => {
    const known = words.get(word) ?? words.size;
    words.set(word, known);
    return known;
  };
  const runs = diffArrays(before.map(number), after.map(number), { maxEditLength });
  if (runs === undefined) return undefined;
  const changes: WordChange[] = [];
  let left = 0;
  let right = 0;
  for (const run of runs) {
    for (let step = 0; step < run.count; step += 1) {
      const old = run.added ? undefined : before[left++];
      const young = run.removed ? undefined : after[right++];
      changes.push(...tokenChanges(old, young));
    }
  }
  return changes;
}

function tokenChanges(before: WordToken | undefined, after: WordToken | undefined): WordChange[] {
  if (!before) return after ? [added(after.word + after.space)] : [];
  if (!after) return [removed(before.word + before.space)];
  if (before.space === after.space) return [same(before.word + before.space)];
  return [same(before.word), removed(before.space), added(after.space)];
}

/** Joins neighbours of one kind, and puts what was removed before what was added in its place. */
function tidy(changes: readonly WordChange[]): WordChange[] {
  const result: WordChange[] = [];
  let pending = { removed: '', added: '' };
  let common = '';
  const flush = (): void => {
    if (pending.removed !== '') result.push(removed(pending.removed));
    if (pending.added !== '') result.push(added(pending.added));
    pending = { removed: '', added: '' };
  };
  for (const { kind, text } of changes) {
    if (text === '') continue;
    if (kind === 'same') {
      flush();
      common += text;
    } else {
      if (common !== '') result.push(same(common));
      common = '';
      pending[kind] += text;
    }
  }
  flush();
  return common === '' ? result : [...result, same(common)];
}

function same(text: string): WordChange {
  return { kind: 'same', text };
}

function added(text: string): WordChange {
  return { kind: 'added', text };
}

function removed(text: string): WordChange {
  return { kind: 'removed', text };
}
