import { chiSquareTail } from '../../../../base/statistics/chi-square-tail.ts';
import { logGamma } from '../../../../base/statistics/log-gamma.ts';
import type { SplitCheck } from '../rollout-verdict.ts';

type Counts = Readonly<Record<string, number>>;

/** Below this chance the units do not split as they should. */
const BROKEN = 0.001;

/**
 * How firmly the alternatives are expected near the weights, in units: 10 to 1000 find a split of 52 to 48 after
 * about as many units, and this finds a side that is missing altogether after 45.
 */
const FIRMNESS = 100;

/**
 * Whether units split as the weights say.
 *
 * Looked at again and again, so the verdict is the sequential test of Lindon and Malek, "Anytime-Valid Inference For
 * Multinomial Count Data" (NeurIPS 2022): the evidence for any other split (a Dirichlet mixture around the weights)
 * against this one reaches 1/p at any look with a chance of at most p. χ² at each look would cry wolf in the end.
 */
export function checkSplit(weights: Counts, exposed: Counts): SplitCheck {
  const groups = Object.keys(weights);
  const counts = groups.map((group) => exposed[group] ?? 0);
  const total = sumOf(counts);
  const weight = sumOf(Object.values(weights));
  const shares = groups.map((group) => (weights[group] ?? 0) / weight);
  const sequentialP = Math.min(1, Math.exp(-logEvidence(counts, shares)));
  return {
    expected: Object.fromEntries(groups.map((group, index) => [group, (shares[index] ?? 0) * total])),
    exposed: Object.fromEntries(groups.map((group, index) => [group, counts[index] ?? 0])),
    p: chiSquareChance(counts, shares),
    sequentialP,
    isBroken: sequentialP < BROKEN,
  };
}

/** Pearson's test that these counts are drawn by these shares. 1 when there is nothing to compare. */
function chiSquareChance(counts: readonly number[], shares: readonly number[]): number {
  const total = sumOf(counts);
  if (total === 0 || counts.length < 2) return 1;
  const statistic = counts.reduce((sum, count, index) => {
    const expected = (shares[index] ?? 0) * total;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  return chiSquareTail(statistic, counts.length - 1);
}

function logEvidence(counts: readonly number[], shares: readonly number[]): number {
  const terms = counts.map((count, index) => {
    const share = shares[index] ?? 0;
    return logGamma(FIRMNESS * share + count) - logGamma(FIRMNESS * share) - count * Math.log(share);
  });
  return logGamma(FIRMNESS) - logGamma(FIRMNESS + sumOf(counts)) + sumOf(terms);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
