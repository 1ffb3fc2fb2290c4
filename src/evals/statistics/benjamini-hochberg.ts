/**
 * Adjusts p-values so that of all that fall below a level at most that share is expected to be chance. In the order given.
 *
 * For ranking what to read first; nothing gates by it. Benjamini and Hochberg, "Controlling the false discovery rate"
 * (J. R. Statist. Soc. B 57, 1995).
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = pValues.slice();
  let ceiling = 1;
  const descending = [...pValues.entries()].sort(([, left], [, right]) => right - left);
  for (const [rank, [index, p]] of descending.entries()) {
    ceiling = Math.min(ceiling, (p * pValues.length) / (pValues.length - rank));
    adjusted[index] = ceiling;
  }
  return adjusted;
}
