import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import type { Message } from '../../prompt.ts';
import { alignInOrder, type Pair } from './align-in-order.ts';
import { similarity, wordSet } from './similarity.ts';

/** More pairs than this are not weighed one by one: long lists of examples are paired by equality and place. */
const MAX_WEIGHED_PAIRS = 10_000;

/** Pairs the messages of two versions so that as much as possible of the text is kept, in order. */
export function alignMessages(before: readonly Message[], after: readonly Message[]): Pair[] {
  return alignInOrder(before.length, after.length, pairCost(before, after));
}

/** 0 for equal messages, near 1 for ones with nothing in common. */
function pairCost(before: readonly Message[], after: readonly Message[]): (left: number, right: number) => number {
  const beforeKeys = before.map((message) => canonicalJson(message as unknown as Json));
  const afterKeys = after.map((message) => canonicalJson(message as unknown as Json));
  const isWeighed = before.length * after.length <= MAX_WEIGHED_PAIRS;
  const beforeWords = isWeighed ? before.map(({ content = '' }) => wordSet(content)) : [];
  const afterWords = isWeighed ? after.map(({ content = '' }) => wordSet(content)) : [];
  return (left, right) => {
    if (beforeKeys[left] === afterKeys[right]) return 0;
    const difference = isWeighed ? 1 - similarity(beforeWords[left], afterWords[right]) : 0.5;
    return before[left]?.role === after[right]?.role ? 0.05 + 0.9 * difference : 0.35 + difference;
  };
}
