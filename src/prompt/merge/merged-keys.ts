/**
 * The keys of a merged mapping in the order that their sides gave them, gone ones included where they stood.
 *
 * @returns nothing when both sides put the same keys into different new orders.
 */
export function mergedKeys(base: readonly string[], ours: readonly string[], theirs: readonly string[]): readonly string[] | undefined {
  const isCommon = (key: string) => base.includes(key) && ours.includes(key) && theirs.includes(key);
  const [before, mine, other] = [base, ours, theirs].map((keys) => keys.filter(isCommon).join('\n'));
  if (mine !== before && other !== before && mine !== other) return undefined;
  const [order, others] = other === before ? [ours, theirs] : [theirs, ours];
  return others.reduce<readonly string[]>((keys, key, index) => {
    if (keys.includes(key)) return keys;
    const previous = others.slice(0, index).findLast((candidate) => keys.includes(candidate));
    return keys.toSpliced(previous === undefined ? 0 : keys.indexOf(previous) + 1, 0, key);
  }, order);
}
