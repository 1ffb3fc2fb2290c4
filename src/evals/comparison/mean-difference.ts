import { clusteredMean } from '../statistics/clustered-mean.ts';
import { normalQuantile } from '../statistics/distribution/normal-quantile.ts';
import { studentTQuantile } from '../statistics/distribution/student-t.ts';
import { detectableDrop, pairsToDetect } from '../statistics/mcnemar-power.ts';
import { signFlipP } from '../statistics/sign-flip.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import type { Estimate } from './comparison.ts';
import { byGroup, hasSpread, SHOWN_CONFIDENCE } from './mean-estimate.ts';
import { caseScore, type Difference, type Pair, POWER, type Question } from './pair.ts';

/** The differences (candidate − baseline) of all cases, summed up. */
interface Differences {
  readonly mean: number;
  readonly standardError: number;
  readonly clusters: number;
  readonly pairs: number;
  /**
   * Too few clusters differ for t to have measured how much they can: it would call twenty ties a certainty.
   * What none of so many clusters has shown may still be there; Wilson's bound says how much.
   */
  readonly isSparse: boolean;
}

/** Compares cases with graded or repeated scores, or in groups: cluster-robust t for the intervals, sign flips for p. */
export function meanDifference(pairs: readonly Pair[], { confidence, maxDrop, seed }: Question): Difference {
  const clusters = byGroup(pairs, ({ candidate }) => candidate.group).map((members) =>
    members.map(({ baseline, candidate }) => caseScore(candidate) - caseScore(baseline)),
  );
  const drops = clusters.map((members) => -members.reduce((sum, difference) => sum + difference, 0));
  const differences = summarise(clusters, pairs.length);
  const detectable = detectableMeanDrop(differences, confidence);
  return {
    clusters: clusters.length,
    delta: deltaEstimate(differences),
    largestDrop: Math.min(1, Math.max(-differences.mean + reach(differences, confidence), unseen(differences, confidence))),
    p: signFlipP(drops, seed),
    ...(detectable !== undefined && { detectableDrop: detectable }),
    ...(maxDrop !== undefined && maxDrop > 0 && { neededPairs: neededPairs(differences, confidence, maxDrop) }),
  };
}

function summarise(clusters: readonly (readonly number[])[], pairs: number): Differences {
  const { mean, standardError } = clusteredMean(clusters);
  const ties = clusters.filter((members) => members.every((difference) => difference === 0)).length;
  return { mean, standardError, clusters: clusters.length, pairs, isSparse: !hasSpread(standardError) || 2 * ties >= clusters.length };
}

function deltaEstimate(differences: Differences): Estimate {
  const oneSided = (1 + SHOWN_CONFIDENCE) / 2;
  const { mean } = differences;
  const margin = reach(differences, oneSided);
  const hidden = unseen(differences, oneSided);
  return { value: mean, low: Math.max(-1, Math.min(mean - margin, -hidden)), high: Math.min(1, Math.max(mean + margin, hidden)) };
}

/** How far from the observed mean the true one may lie, one-sided, by t. */
function reach({ standardError, clusters }: Differences, confidence: number): number {
  return clusters < 2 ? 2 : studentTQuantile(confidence, clusters - 1) * standardError;
}

/** A difference that no cluster has shown yet, one-sided; nothing to add where t has enough to go by. */
function unseen({ clusters, isSparse }: Differences, confidence: number): number {
  return isSparse ? wilsonInterval(0, clusters, 2 * confidence - 1).high : Number.NEGATIVE_INFINITY;
}

function detectableMeanDrop(differences: Differences, confidence: number): number | undefined {
  const measured = measuredReach(differences, confidence);
  const hidden = differences.isSparse ? detectableDrop(differences.clusters, worstCase(confidence)) : 0;
  return hidden === undefined || measured > 1 ? undefined : Math.max(measured, hidden);
}

function neededPairs(differences: Differences, confidence: number, maxDrop: number): number {
  const { clusters, pairs, isSparse } = differences;
  const measured = pairs * (measuredReach(differences, confidence) / maxDrop) ** 2;
  const hidden = isSparse ? (pairsToDetect(maxDrop, worstCase(confidence)) * pairs) / clusters : 0;
  return Math.ceil(Math.max(measured, hidden));
}

/** The drop that t notices with the usual power; 0 when a single cluster measures nothing and the worst case decides. */
function measuredReach(differences: Differences, confidence: number): number {
  if (differences.clusters < 2) return 0;
  return reach(differences, confidence) + normalQuantile(POWER) * differences.standardError;
}

/** Every change a full drop: what has to be assumed where nothing was seen. */
function worstCase(confidence: number) {
  return { discordance: 0, alpha: 1 - confidence, power: POWER };
}
