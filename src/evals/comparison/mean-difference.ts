import { largestUnseenRate } from '../statistics/clopper-pearson.ts';
import { clusteredMean } from '../statistics/clustered-mean.ts';
import { normalQuantile } from '../statistics/distribution/normal-quantile.ts';
import { studentTQuantile } from '../statistics/distribution/student-t.ts';
import { largestMean, tailReach } from '../statistics/mean-bound.ts';
import { detectableDrop, pairsToPass } from '../statistics/paired/mcnemar-power.ts';
import { signFlipP } from '../statistics/sign-flip.ts';
import type { Estimate } from './comparison.ts';
import { clustersOf, hasSpread, SHOWN_CONFIDENCE } from './mean-estimate.ts';
import { type Difference, type Pair, POWER, type Question } from './pair.ts';

/** The drops (baseline − candidate) of all cases, summed up. */
interface Drops {
  readonly mean: number;
  readonly standardError: number;
  readonly byCluster: readonly (readonly number[])[];
  readonly pairs: number;
  /**
   * Too few clusters differ for t to have measured how much they can: it would call twenty ties a certainty.
   * What none of so many clusters has shown may still be there.
   */
  readonly isSparse: boolean;
}

/** Compares cases with graded or repeated scores, or in groups: cluster-robust t for the intervals, sign flips for p. */
export function meanDifference(pairs: readonly Pair[], question: Question): Difference {
  const { confidence, maxDrop, seed } = question;
  const drops = dropsOf(pairs);
  const detectable = detectableMeanDrop(drops, question);
  return {
    clusters: drops.byCluster.length,
    delta: deltaEstimate(drops),
    largestDrop: largestMean(drops.byCluster, confidence),
    p: signFlipP(
      drops.byCluster.map((members) => members.reduce((sum, drop) => sum + drop, 0)),
      seed,
    ),
    ...(detectable !== undefined && { detectableDrop: detectable }),
    ...(maxDrop !== undefined && maxDrop > 0 && { neededPairs: neededPairs(drops, confidence, maxDrop) }),
  };
}

function dropsOf(pairs: readonly Pair[]): Drops {
  const byCluster = clustersOf(pairs, ({ baseline, candidate }) => baseline - candidate);
  const { mean, standardError } = clusteredMean(byCluster);
  const ties = byCluster.filter((members) => members.every((drop) => drop === 0)).length;
  return { mean, standardError, byCluster, pairs: pairs.length, isSparse: !hasSpread(standardError) || 2 * ties >= byCluster.length };
}

function deltaEstimate(drops: Drops): Estimate {
  const oneSided = (1 + SHOWN_CONFIDENCE) / 2;
  // No −0, which JSON cannot say.
  const value = 0 - drops.mean;
  const margin = reach(drops, oneSided);
  const unseen = drops.isSparse ? largestUnseenRate(drops.byCluster.length, oneSided) : Number.NEGATIVE_INFINITY;
  return { value, low: Math.max(-1, Math.min(value - margin, -unseen)), high: Math.min(1, Math.max(value + margin, unseen)) };
}

/** How far from the observed mean the true one may lie, one-sided, by t. */
function reach({ standardError, byCluster }: Drops, confidence: number): number {
  return byCluster.length < 2 ? 2 : studentTQuantile(confidence, byCluster.length - 1) * standardError;
}

/** What fails in four of five runs: sure by Holm's first step, and seen to be larger than what is accepted. */
function detectableMeanDrop(drops: Drops, { confidence, rules, maxDrop = 0 }: Question): number | undefined {
  const { byCluster, standardError, isSparse } = drops;
  const alpha = (1 - confidence) / rules;
  if (byCluster.length < 2) return undefined;
  // Of outcomes that mostly tie, the variance is about the share that changes: they are counted like cases that score 0 or 1.
  const noise = Math.min(1, standardError ** 2 * byCluster.length);
  const hidden = isSparse ? detectableDrop(byCluster.length, { noise, alpha, power: POWER }, maxDrop) : 0;
  if (hidden === undefined) return undefined;
  const seen = normalQuantile(POWER) * standardError;
  const measured = Math.max(hidden, reach(drops, 1 - alpha) + seen, maxDrop > 0 ? maxDrop + seen : 0);
  return measured > 1 ? undefined : measured;
}

/** What a version that is no worse takes to pass in four of five runs. */
function neededPairs(drops: Drops, confidence: number, maxDrop: number): number {
  const { byCluster, mean, pairs, standardError } = drops;
  const hidden = (pairsToPass(maxDrop, { noise: 0, alpha: 1 - confidence, power: POWER }) * pairs) / byCluster.length;
  if (byCluster.length < 2) return Math.ceil(hidden);
  const t = studentTQuantile(confidence, byCluster.length - 1);
  // What falls with √n, and what falls with n: n · maxDrop − √n · wide − steep = 0, solved for √n.
  const wide = (t + normalQuantile(POWER)) * standardError * Math.sqrt(pairs);
  const steep = tailReach(byCluster, mean, t) * pairs;
  const measured = ((wide + Math.sqrt(wide * wide + 4 * maxDrop * steep)) / (2 * maxDrop)) ** 2;
  return Math.ceil(Math.max(measured, hidden));
}
