import { type Interval, twoSidedDeviate } from './interval.ts';

/**
 * The two-sided score interval of a rate: honest at 0 and 1 and for few trials, where the usual one collapses.
 *
 * Wilson, "Probable inference, the law of succession, and statistical inference" (JASA 22, 1927). For at least one trial.
 */
export function wilsonInterval(successes: number, trials: number, confidence: number): Interval {
  const z2 = twoSidedDeviate(confidence) ** 2;
  const rate = successes / trials;
  const centre = (successes + z2 / 2) / (trials + z2);
  const reach = Math.sqrt(z2 * (trials * rate * (1 - rate) + z2 / 4)) / (trials + z2);
  // At the edges the exact bound is 0 or 1; rounding would leave it a bit inside and lose the estimate.
  return { low: successes === 0 ? 0 : Math.max(0, centre - reach), high: successes === trials ? 1 : Math.min(1, centre + reach) };
}
