/**
 * Adjusts p-values for having looked at all of them, in the order given: calling `adjusted < alpha` a finding is wrong
 * anywhere at most `alpha` of the time.
 *
 * Holm, "A simple sequentially rejective multiple test procedure" (Scand. J. Statist. 6, 1979).
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = pValues.slice();
  let floor = 0;
  const ascending = [...pValues.entries()].sort(([, left], [, right]) => left - right);
  for (const [rank, [index, p]] of ascending.entries()) {
    floor = Math.max(floor, Math.min(1, p * (pValues.length - rank)));
    adjusted[index] = floor;
  }
  return adjusted;
}
