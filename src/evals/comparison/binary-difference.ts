import { mcNemarP } from '../statistics/paired/mcnemar.ts';
import { detectableDrop, pairsToPass } from '../statistics/paired/mcnemar-power.ts';
import { newcombeInterval, type PairCounts } from '../statistics/paired/newcombe.ts';
import { largestPairedDrop, type PairedChanges, scoreBound } from '../statistics/paired/paired-drop-bound.ts';
import type { Estimate } from './comparison.ts';
import { SHOWN_CONFIDENCE } from './mean-estimate.ts';
import { type Difference, type Pair, POWER, type Question } from './pair.ts';

/** Compares independent cases that score 0 or 1: McNemar's exact one-sided test, a bound that is never too small, Connor's power. */
export function binaryDifference(pairs: readonly Pair[], { confidence, maxDrop, rules }: Question): Difference {
  const counts = pairCounts(pairs);
  const changes = { ...counts, pairs: pairs.length };
  const alpha = 1 - confidence;
  const detectable = detectableDrop(pairs.length, { noise: noiseOf(changes), alpha: alpha / rules, power: POWER }, maxDrop);
  const changed = (counts.baselineOnly + counts.candidateOnly) / pairs.length;
  return {
    clusters: pairs.length,
    delta: deltaEstimate(counts, pairs.length),
    largestDrop: largestPairedDrop(changes, confidence),
    p: mcNemarP(counts.baselineOnly, counts.candidateOnly),
    ...(detectable !== undefined && { detectableDrop: detectable }),
    ...(maxDrop !== undefined && maxDrop > 0 && { neededPairs: pairsToPass(maxDrop, { noise: changed, alpha, power: POWER }) }),
  };
}

function pairCounts(pairs: readonly Pair[]): PairCounts {
  const count = (baseline: 0 | 1, candidate: 0 | 1) =>
    pairs.filter((pair) => pair.baseline === baseline && pair.candidate === candidate).length;
  return { bothPass: count(1, 1), baselineOnly: count(1, 0), candidateOnly: count(0, 1), neither: count(0, 0) };
}

/** The share of cases that change without any drop: new failures beyond the new passes are the drop, and come on top of it. */
function noiseOf({ baselineOnly, candidateOnly, pairs }: PairedChanges): number {
  return (candidateOnly + Math.min(baselineOnly, candidateOnly)) / pairs;
}

/**
 * The wider of Newcombe's interval and of Tango's at each end.
 *
 * Where few cases change and many of the others fail, Newcombe's takes their agreement for precision and misses the truth five times
 * too often; Tango's looks at the changed ones only.
 */
function deltaEstimate(counts: PairCounts, pairs: number): Estimate {
  const { baselineOnly, candidateOnly } = counts;
  const drop = newcombeInterval(counts, SHOWN_CONFIDENCE);
  const oneSided = (1 + SHOWN_CONFIDENCE) / 2;
  const worse = Math.max(drop.high, scoreBound({ baselineOnly, candidateOnly, pairs }, oneSided));
  const better = Math.max(-drop.low, scoreBound({ baselineOnly: candidateOnly, candidateOnly: baselineOnly, pairs }, oneSided));
  return { value: (candidateOnly - baselineOnly) / pairs, low: Math.max(-1, -worse), high: Math.min(1, better) };
}
