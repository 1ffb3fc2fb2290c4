import type { WordChange } from './word-change.ts';

/** One line of a text with what of it changed; its own line end, when there is one, is part of the last words. */
export interface DiffLine {
  /** From 1. */
  readonly number: number;
  readonly words: readonly WordChange[];
}

/** Two lines that stand beside each other; an absent side has no such line. */
export interface LinePair {
  readonly before?: DiffLine;
  readonly after?: DiffLine;
}

/** A line of either text that shares characters with one of the other. */
interface Link {
  readonly before: number;
  readonly after: number;
  shared: number;
}

/**
 * Lays two compared texts side by side, line for line.
 *
 * Each line stands beside the one that it has most in common with; lines that only one text has
 * fill the places between, beside each other where both texts have some.
 */
export function pairLines(words: readonly WordChange[]): LinePair[] {
  const before = new Lines('removed');
  const after = new Lines('added');
  const links: Link[] = [];
  for (const change of words) {
    for (const text of change.text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
      if (change.kind === 'same') link(links, before.current, after.current, text.trim().length + 1);
      before.take(change.kind, text);
      after.take(change.kind, text);
    }
  }
  return inPlaces(before.lines, after.lines, strongest(links));
}

/** The lines of one text while its words come. */
class Lines {
  readonly lines: { number: number; words: WordChange[] }[] = [];
  private isEnded = true;
  private readonly own: WordChange['kind'];

  constructor(own: 'removed' | 'added') {
    this.own = own;
  }

  /** The index of the line that the next words belong to. */
  get current(): number {
    return this.isEnded ? this.lines.length : this.lines.length - 1;
  }

  take(kind: WordChange['kind'], text: string): void {
    if (kind !== 'same' && kind !== this.own) return;
    if (this.isEnded) this.lines.push({ number: this.lines.length + 1, words: [] });
    this.lines.at(-1)?.words.push({ kind, text });
    this.isEnded = text.endsWith('\n');
  }
}

function link(links: Link[], before: number, after: number, shared: number): void {
  const last = links.at(-1);
  if (last?.before === before && last.after === after) last.shared += shared;
  else links.push({ before, after, shared });
}

/** At most one link for each line, the strongest first. Words are shared in order, so no two that are kept can cross. */
function strongest(links: readonly Link[]): Link[] {
  const taken = { before: new Set<number>(), after: new Set<number>() };
  const kept = [...links]
    .sort((left, right) => right.shared - left.shared)
    .filter(({ before, after }) => {
      if (taken.before.has(before) || taken.after.has(after)) return false;
      taken.before.add(before);
      taken.after.add(after);
      return true;
    });
  return kept.sort((left, right) => left.before - right.before);
}

function inPlaces(before: readonly DiffLine[], after: readonly DiffLine[], links: readonly Link[]): LinePair[] {
  const pairs: LinePair[] = [];
  let [left, right] = [0, 0];
  const fill = (toLeft: number, toRight: number): void => {
    while (left < toLeft || right < toRight) {
      pairs.push(pair(left < toLeft ? before[left++] : undefined, right < toRight ? after[right++] : undefined));
    }
  };
  for (const link of links) {
    fill(link.before, link.after);
    pairs.push(pair(before[left++], after[right++]));
  }
  fill(before.length, after.length);
  return pairs;
}

function pair(before: DiffLine | undefined, after: DiffLine | undefined): LinePair {
  return { ...(before && { before }), ...(after && { after }) };
}

/** True for a pair of lines that are equal. */
export function isUnchanged({ before, after }: LinePair): boolean {
  return [before, after].every((line) => line?.words.every(({ kind }) => kind === 'same'));
}
