/** Indices of an item before and after; one side is absent for an item that only one list has. */
export interface Pair {
  readonly before?: number;
  readonly after?: number;
}

/** What it costs to call an item new or gone. Two such cost more than pairing items with a little in common. */
const LONE = 0.55;

/** Pairs the items of two lists at the least cost, in order: 0 for equal items, near 1 for ones with nothing in common. */
export function alignInOrder(befores: number, afters: number, cost: (before: number, after: number) => number): Pair[] {
  const best = cheapest(befores, afters, cost);
  const pairs: Pair[] = [];
  let left = 0;
  let right = 0;
  while (left < befores || right < afters) {
    const here = best(left, right);
    if (left < befores && right < afters && here === cost(left, right) + best(left + 1, right + 1)) {
      pairs.push({ before: left++, after: right++ });
    } else if (left < befores && here === LONE + best(left + 1, right)) pairs.push({ before: left++ });
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
