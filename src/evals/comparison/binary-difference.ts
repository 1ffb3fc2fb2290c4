import { mcNemarP } from '../statistics/mcnemar.ts';
import { detectableDrop, pairsToDetect } from '../statistics/mcnemar-power.ts';
import { newcombeInterval, type PairCounts } from '../statistics/newcombe.ts';
import type { Estimate } from './comparison.ts';
import { SHOWN_CONFIDENCE } from './mean-estimate.ts';
import { caseScore, type Difference, type Pair, POWER, type Question } from './pair.ts';

/** Compares independent cases that score 0 or 1: McNemar's exact one-sided test, Newcombe's interval, Connor's power. */
export function binaryDifference(pairs: readonly Pair[], { confidence, maxDrop }: Question): Difference {
  const counts = pairCounts(pairs);
  const { baselineOnly, candidateOnly } = counts;
  const power = { discordance: (baselineOnly + candidateOnly) / pairs.length, alpha: 1 - confidence, power: POWER };
  const detectable = detectableDrop(pairs.length, power);
  return {
    clusters: pairs.length,
    delta: deltaOf(newcombeInterval(counts, SHOWN_CONFIDENCE), (candidateOnly - baselineOnly) / pairs.length),
    // One-sided at c is one side of the two-sided interval at 2c − 1.
    largestDrop: newcombeInterval(counts, 2 * confidence - 1).high,
    p: mcNemarP(baselineOnly, candidateOnly),
    ...(detectable !== undefined && { detectableDrop: detectable }),
    ...(maxDrop !== undefined && maxDrop > 0 && { neededPairs: pairsToDetect(maxDrop, power) }),
  };
}

function pairCounts(pairs: readonly Pair[]): PairCounts {
  const count = (baseline: 0 | 1, candidate: 0 | 1) =>
    pairs.filter((pair) => caseScore(pair.baseline) === baseline && caseScore(pair.candidate) === candidate).length;
  return { bothPass: count(1, 1), baselineOnly: count(1, 0), candidateOnly: count(0, 1), neither: count(0, 0) };
}

/** Newcombe's interval is of the drop; a delta is the same turned round. */
function deltaOf(drop: { low: number; high: number }, value: number): Estimate {
  return { value, low: Math.max(-1, -drop.high), high: Math.min(1, -drop.low) };
}
