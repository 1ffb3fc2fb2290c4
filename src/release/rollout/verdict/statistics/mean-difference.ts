import type { UnitMeans } from '../metric-source.ts';
import type { Bounded } from '../rollout-verdict.ts';
import { type SequencePlan, sequenceReach } from './sequence-reach.ts';
import { meanOf } from './unit-means.ts';

type Bounds = readonly [number, number];

/**
 * How much more the mean of the candidate is than that of control, between two bounds that hold at all looks.
 *
 * Each bound has the chance `alpha` to itself. Both sides need two units and some spread; undefined otherwise.
 */
export function meanDifference(control: UnitMeans, candidate: UnitMeans, plan: SequencePlan, bounds?: Bounds): Bounded | undefined {
  if (Math.min(control.units, candidate.units) < 2) return undefined;
  const error = Math.sqrt(variance(control, bounds) / control.units + variance(candidate, bounds) / candidate.units);
  if (error === 0) return undefined;
  const estimate = meanOf(candidate) - meanOf(control);
  const reach = error * sequenceReach(control.units + candidate.units, plan);
  return { estimate, low: estimate - reach, high: estimate + reach };
}

/**
 * The variance of the means of units.
 *
 * Where the bounds of the values are known, as if one more unit had been seen at each of them: a hundred units
 * without an error do not show that there are none.
 */
function variance(means: UnitMeans, bounds: Bounds | undefined): number {
  const seen = [...(bounds ?? [])];
  const units = means.units + seen.length;
  const sum = seen.reduce((total, value) => total + value, means.sum);
  const squares = seen.reduce((total, value) => total + value * value, means.sumOfSquares);
  // Equal values leave a rest of rounding, which is no spread.
  const rest = squares - (sum * sum) / units;
  return rest <= squares * 1e-12 ? 0 : rest / (units - 1);
}
