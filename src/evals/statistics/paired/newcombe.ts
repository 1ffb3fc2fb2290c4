import type { Interval } from '../interval.ts';
import { wilsonInterval } from '../wilson.ts';

/** How the same cases came out under two runs. */
export interface PairCounts {
  readonly bothPass: number;
  readonly baselineOnly: number;
  readonly candidateOnly: number;
  readonly neither: number;
}

/**
 * The two-sided interval of the drop of a pass rate (baseline − candidate) over the same cases, for at least one case.
 *
 * Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired data"
 * (Statist. Med. 17, 1998), method 10: Wilson's intervals squared and added, with a continuity-corrected correlation.
 */
export function newcombeInterval(counts: PairCounts, confidence: number): Interval {
  const { bothPass, baselineOnly, candidateOnly, neither } = counts;
  const n = bothPass + baselineOnly + candidateOnly + neither;
  const baseline = margins(bothPass + baselineOnly, n, confidence);
  const candidate = margins(bothPass + candidateOnly, n, confidence);
  const correlation = correctedPhi(counts, n);
  const drop = (baselineOnly - candidateOnly) / n;
  return {
    low: drop - combined(baseline.below, candidate.above, correlation),
    high: drop + combined(baseline.above, candidate.below, correlation),
  };
}

function margins(passes: number, n: number, confidence: number): { below: number; above: number } {
  const { low, high } = wilsonInterval(passes, n, confidence);
  return { below: passes / n - low, above: high - passes / n };
}

function combined(left: number, right: number, correlation: number): number {
  return Math.sqrt(left * left - 2 * correlation * left * right + right * right);
}

function correctedPhi({ bothPass, baselineOnly, candidateOnly, neither }: PairCounts, n: number): number {
  const product = (bothPass + baselineOnly) * (candidateOnly + neither) * (bothPass + candidateOnly) * (baselineOnly + neither);
  if (product === 0) return 0;
  const determinant = bothPass * neither - baselineOnly * candidateOnly;
  const corrected = determinant > 0 ? Math.max(determinant - n / 2, 0) : determinant;
  return corrected / Math.sqrt(product);
}
