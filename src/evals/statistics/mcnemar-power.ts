import { normalQuantile } from './distribution/normal-quantile.ts';

/** The conditions under which a drop of the pass rate would be noticed. */
export interface Power {
  /** Share of pairs that change either way, as observed; a drop needs at least its own size of it. */
  readonly discordance: number;
  /** One-sided level of the test. */
  readonly alpha: number;
  /** The chance to notice, for example 0.8. */
  readonly power: number;
}

/**
 * How many pairs McNemar's test needs to notice a drop of the pass rate; for 0 < drop ≤ 1.
 *
 * Connor, "Sample size for testing differences in proportions for the paired-sample design" (Biometrics 43, 1987);
 * and at least as many as the exact test needs to be able to reject at all (2^−k < alpha changed cases).
 */
export function pairsToDetect(drop: number, { discordance, alpha, power }: Power): number {
  const changed = Math.max(discordance, drop);
  const reach = normalQuantile(1 - alpha) * Math.sqrt(changed) + normalQuantile(power) * Math.sqrt(changed - drop * drop);
  return Math.ceil(Math.max((reach / drop) ** 2, fewestChanges(alpha) / drop));
}

/** The smallest drop of the pass rate that this many pairs notice; undefined when they would not notice even a drop of 1. */
export function detectableDrop(pairs: number, power: Power): number | undefined {
  if (pairsToDetect(1, power) > pairs) return undefined;
  let low = 0;
  let high = 1;
  // Forty halvings: far below what any report prints.
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (pairsToDetect(middle, power) > pairs) low = middle;
    else high = middle;
  }
  return high;
}

function fewestChanges(alpha: number): number {
  return Math.ceil(Math.log2(1 / alpha));
}
