import { canonicalJson, type Json } from '../../base/canonical-json.ts';
import type { Message } from '../prompt.ts';
import { wordTokens } from './word-tokens.ts';

/** Indices of a message before and after; one side is absent for a message that only one version has. */
export interface Pair {
  readonly before?: number;
  readonly after?: number;
}

/** More pairs than this are not weighed one by one: long lists of examples are paired by equality and place. */
const MAX_WEIGHED_PAIRS = 10_000;

/** What it costs to call a message new or gone. Two such cost more than pairing messages with a little in common. */
const LONE = 0.55;

/** Pairs the messages of two versions so that as much as possible of the text is kept, in order. */
export function alignMessages(before: readonly Message[], after: readonly Message[]): Pair[] {
  const cost = pairCost(before, after);
  const best = cheapest(before.length, after.length, cost);
  const pairs: Pair[] = [];
  let left = 0;
  let right = 0;
  while (left < before.length || right < after.length) {
    const here = best(left, right);
    if (left < before.length && right < after.length && here === cost(left, right) + best(left + 1, right + 1)) {
      pairs.push({ before: left++, after: right++ });
    } else if (left < before.length && here === LONE + best(left + 1, right)) pairs.push({ before: left++ });
    else pairs.push({ after: right++ });
  }
  return pairs;
}

/** The least cost to pair everything from (left, right) on, for every left and right. */
function cheapest(lefts: number, rights: number, cost: (left: number, right: number) => number): (left: number, right: number) => number {
  const table = new Float64Array((lefts + 1) * (rights + 1));
  const at = (left: number, right: number): number => table[left * (rights + 1) + right] ?? 0;
  for (let left = lefts; left >= 0; left -= 1) {
    for (let right = rights; right >= 0; right -= 1) {
      const options: number[] = [];
      if (left < lefts && right < rights) options.push(cost(left, right) + at(left + 1, right + 1));
      if (left < lefts) options.push(LONE + at(left + 1, right));
      if (right < rights) options.push(LONE + at(left, right + 1));
      table[left * (rights + 1) + right] = options.length > 0 ? Math.min(...options) : 0;
    }
  }
  return at;
}

/** 0 for equal messages, near 1 for ones with nothing in common. */
function pairCost(before: readonly Message[], after: readonly Message[]): (left: number, right: number) => number {
  const beforeKeys = before.map((message) => canonicalJson(message as unknown as Json));
  const afterKeys = after.map((message) => canonicalJson(message as unknown as Json));
  const isWeighed = before.length * after.length <= MAX_WEIGHED_PAIRS;
  const beforeWords = isWeighed ? before.map(wordSet) : [];
  const afterWords = isWeighed ? after.map(wordSet) : [];
  return (left, right) => {
    if (beforeKeys[left] === afterKeys[right]) return 0;
    const difference = isWeighed ? 1 - similarity(beforeWords[left], afterWords[right]) : 0.5;
    return before[left]?.role === after[right]?.role ? 0.05 + 0.9 * difference : 0.35 + difference;
  };
}

function wordSet({ content = '' }: Message): ReadonlySet<string> {
  return new Set(wordTokens(content).map(({ word }) => word));
}

function similarity(left: ReadonlySet<string> = new Set(), right: ReadonlySet<string> = new Set()): number {
  if (left.size + right.size === 0) return 1;
  let shared = 0;
  for (const word of left) if (right.has(word)) shared += 1;
  return (2 * shared) / (left.size + right.size);
}
