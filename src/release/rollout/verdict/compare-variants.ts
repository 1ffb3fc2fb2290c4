import type { RolloutFile } from '../rollout-schema.ts';
import { comparedWeights, LEAST_UNITS, plannedUnits, ROLLOUT_ALPHA } from './judge-rollout.ts';
import type { RolloutFigures } from './metric-source.ts';
import type { Bounded, Measured } from './rollout-verdict.ts';
import { meanDifference } from './statistics/mean-difference.ts';
import { measured, NO_UNITS } from './statistics/unit-means.ts';

/** A variant beside control in one metric. */
export interface VariantComparison {
  readonly metric: string;
  readonly variant: string;
  readonly control: Measured;
  readonly candidate: Measured;
  /** Candidate less control; absent while there are too few units, or nothing varies. */
  readonly difference?: Bounded;
  /** What can be said by now. `open` is no sign of sameness. */
  readonly shown: 'more' | 'less' | 'open';
}

/**
 * The result table of a rollout: each variant beside control, in each metric that is known.
 *
 * The bounds hold at all looks and for all variants together, 95 % for each metric by itself: of twenty metrics
 * that nothing changed, one may be shown to differ.
 */
export function compareVariants(rollout: RolloutFile, figures: RolloutFigures): VariantComparison[] {
  const tried = Object.keys(comparedWeights(rollout)).filter((id) => id !== 'control');
  const plan = { alpha: ROLLOUT_ALPHA / (2 * Math.max(1, tried.length)), plannedUnits: plannedUnits(rollout) };
  return Object.keys(figures.metrics)
    .sort()
    .flatMap((metric) =>
      tried.map((variant): VariantComparison => {
        const { variants = {}, bounds } = figures.metrics[metric] ?? {};
        const { control = NO_UNITS, [variant]: candidate = NO_UNITS } = variants;
        const isEnough = Math.min(control.units, candidate.units) >= LEAST_UNITS;
        const difference = isEnough ? meanDifference(control, candidate, plan, bounds) : undefined;
        const sides = { metric, variant, control: measured(control), candidate: measured(candidate) };
        return { ...sides, ...(difference ? { difference } : {}), shown: shownBy(difference) };
      }),
    );
}

function shownBy(difference: Bounded | undefined): VariantComparison['shown'] {
  if (difference === undefined || (difference.low <= 0 && difference.high >= 0)) return 'open';
  return difference.low > 0 ? 'more' : 'less';
}
