import type { UnitMeans } from '../metric-source.ts';
import type { Measured } from '../rollout-verdict.ts';

export const NO_UNITS: UnitMeans = { units: 0, sum: 0, sumOfSquares: 0 };

/** The mean over the units. */
export function meanOf({ sum, units }: UnitMeans): number {
  return sum / units;
}

/** What a verdict shows of one side. */
export function measured(means: UnitMeans): Measured {
  return means.units === 0 ? { units: 0 } : { units: means.units, mean: meanOf(means) };
}
