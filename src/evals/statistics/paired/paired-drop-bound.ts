import { largestRate } from '../clopper-pearson.ts';
import { normalQuantile } from '../distribution/normal-quantile.ts';

/** The pairs whose outcome changed, and how many pairs there are, at least one. */
export interface PairedChanges {
  readonly baselineOnly: number;
  readonly candidateOnly: number;
  readonly pairs: number;
}

/** Half a case: counts move in steps, the normal curve does not. */
const CONTINUITY = 0.5;

/**
 * The largest drop of a pass rate over the same cases that the data still allow, one-sided.
 *
 * Wrong at most 1 − confidence of the time whatever the rates are: enumerated over 5 to 400 pairs (docs/gates.md). It is the smaller
 * of two bounds: Tango's score bound with a correction of half a case, and the exact bound of the share of new failures,
 * which no drop exceeds. It looks at changed cases only, so that agreement on the others promises nothing.
 */
export function largestPairedDrop(changes: PairedChanges, confidence: number): number {
  return Math.min(largestRate(changes.baselineOnly, changes.pairs, confidence), scoreBound(changes, confidence, CONTINUITY));
}

/**
 * One side of the score interval of a paired difference: the drop from which on the observed one would be surprising.
 *
 * Tango, "Equivalence test and confidence interval for the difference in proportions for the paired-sample design"
 * (Statist. Med. 17, 1998).
 */
export function scoreBound(changes: PairedChanges, confidence: number, continuity = 0): number {
  const { baselineOnly, candidateOnly, pairs } = changes;
  const deviate = -normalQuantile(confidence);
  let low = (baselineOnly - candidateOnly) / pairs;
  let high = 1;
  // Fifty halvings reach the last bits.
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (score(changes, middle, continuity) > deviate) low = middle;
    else high = middle;
  }
  return high;
}

/** How many standard deviations the observed drop lies above this one, were this one true. */
function score({ baselineOnly, candidateOnly, pairs }: PairedChanges, drop: number, continuity: number): number {
  const mended = likeliestMended({ baselineOnly, candidateOnly, pairs }, drop);
  const variance = pairs * (2 * mended + drop * (1 - drop));
  return variance <= 0 ? 0 : (baselineOnly - candidateOnly - pairs * drop + continuity) / Math.sqrt(variance);
}

/** The likeliest share of new passes, given this drop: the positive root of the likelihood equation. */
function likeliestMended({ baselineOnly, candidateOnly, pairs }: PairedChanges, drop: number): number {
  const linear = (2 * pairs - baselineOnly + candidateOnly) * drop - baselineOnly - candidateOnly;
  const constant = -candidateOnly * drop * (1 - drop);
  return (Math.sqrt(Math.max(0, linear * linear - 8 * pairs * constant)) - linear) / (4 * pairs);
}
