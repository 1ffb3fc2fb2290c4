import { canonicalJson, isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import { alignInOrder, type Pair } from '../diff/align/align-in-order.ts';
import { similarity, wordSet } from '../diff/align/similarity.ts';

/** More pairs than this are not weighed: the middle of such lists is taken for new. */
const MAX_PAIRS = 250_000;

/**
 * Pairs the items of a list with those of its edited copy, in order: equal ones first, then mappings with a
 * name or words in common. An item that moved among the others is gone in one place and new in another.
 */
export function matchItems(before: readonly Json[], after: readonly Json[]): Pair[] {
  const old = before.map(canonicalJson);
  const young = after.map(canonicalJson);
  const shorter = Math.min(old.length, young.length);
  let start = 0;
  while (start < shorter && old[start] === young[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && old.at(-1 - tail) === young.at(-1 - tail)) tail += 1;
  const [lefts, rights] = [before.length - start - tail, after.length - start - tail];
  return [
    ...Array.from({ length: start }, (_, index) => ({ before: index, after: index })),
    ...middlePairs(before.slice(start, start + lefts), after.slice(start, start + rights)).map((pair) => shifted(pair, start)),
    ...Array.from({ length: tail }, (_, index) => ({ before: start + lefts + index, after: start + rights + index })),
  ];
}

/** What an item is called among its neighbours: a tool by its function, a check by its id. A message has no name of its own: `name` says who speaks. */
export function itemName(item: Json): string | undefined {
  if (!isJsonObject(item) || Object.hasOwn(item, 'role')) return undefined;
  const { function: called, id, name } = item;
  const said = isJsonObject(called) ? called.name : (id ?? name);
  return typeof said === 'string' ? said : undefined;
}

function middlePairs(before: readonly Json[], after: readonly Json[]): Pair[] {
  if (before.length * after.length > MAX_PAIRS)
    return [...before.map((_, index) => ({ before: index })), ...after.map((_, index) => ({ after: index }))];
  const left = before.map(weighed);
  const right = after.map(weighed);
  return alignInOrder(before.length, after.length, (one, other) => cost(left[one] as Weighed, right[other] as Weighed));
}

interface Weighed {
  readonly key: string;
  /** Has parts that can change by themselves. */
  readonly isParted: boolean;
  readonly name: string | undefined;
  readonly role: Json | undefined;
  readonly words: ReadonlySet<string>;
}

function weighed(item: Json): Weighed {
  const key = canonicalJson(item);
  const { role, content } = isJsonObject(item) ? item : { role: undefined, content: undefined };
  const words = wordSet(typeof content === 'string' ? content : key);
  return { key, isParted: typeof item === 'object' && item !== null, name: itemName(item), role, words };
}

/** More than two items cost that only one list has: never paired. */
const NEVER = 2;

function cost(left: Weighed, right: Weighed): number {
  if (left.key === right.key) return 0;
  // A tag or a number is what it is: another one is not an edit of it.
  if (!left.isParted || !right.isParted) return NEVER;
  if (left.name !== undefined && left.name === right.name) return 0.02;
  const difference = 1 - similarity(left.words, right.words);
  return left.role === right.role ? 0.05 + 0.9 * difference : 0.35 + difference;
}

function shifted({ before, after }: Pair, by: number): Pair {
  return { ...(before !== undefined && { before: before + by }), ...(after !== undefined && { after: after + by }) };
}
