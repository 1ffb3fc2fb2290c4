import { binomialTail } from './distribution/binomial-tail.ts';

/**
 * The largest rate that these successes still allow, one-sided: a larger one would give so few at most 1 − confidence of the time.
 *
 * Exact: Clopper and Pearson, "The use of confidence or fiducial limits" (Biometrika 26, 1934). For at least one trial.
 */
export function largestRate(successes: number, trials: number, confidence: number): number {
  if (successes >= trials) return 1;
  let low = successes / trials;
  let high = 1;
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    // P(X ≤ k) = 1 − P(X ≥ k + 1).
    if (1 - binomialTail(successes + 1, trials, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** The same where nothing was seen: what may still be hidden in so many trials. */
export function largestUnseenRate(trials: number, confidence: number): number {
  return 1 - (1 - confidence) ** (1 / trials);
}
