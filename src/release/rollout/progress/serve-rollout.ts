import type { Digest } from '../../../base/digest.ts';
import type { RolloutFile } from '../rollout-schema.ts';
import type { ServedRollout } from '../served-rollout.ts';
import type { RolloutState } from './rollout-state.ts';
import { rolloutSteps } from './rollout-steps.ts';

/** What belongs to a start of a rollout, and to its project. */
export interface ServedAs {
  /** Names this start. */
  readonly id: string;
  /** Shares of the project's holdouts by name. One that is not there holds nobody out. */
  readonly holdouts: Readonly<Record<string, number>>;
}

/** A rollout as applications carry it out; undefined when it is not under way, and everybody gets what is pinned. */
export function servedRollout(rollout: RolloutFile, state: RolloutState, { id, holdouts }: ServedAs): ServedRollout | undefined {
  if (state.status !== 'running' && state.status !== 'paused') return undefined;
  const { mode, seed, unit, control, variants, rules, exclusive, holdout } = rollout;
  return {
    id,
    mode,
    seed,
    unit: typeof unit === 'string' ? [unit] : unit,
    // The pattern of the schema is that of digests.
    control: control as Digest,
    variants: variants.map((variant) => ({ ...variant, version: variant.version as Digest })),
    coverage: rolloutSteps(rollout)[state.step]?.coverage ?? 0,
    ...(rules === undefined ? {} : { rules }),
    ...(exclusive === undefined ? {} : { exclusive }),
    ...(holdout === undefined
      ? {}
      : { holdout: { name: holdout, share: Object.hasOwn(holdouts, holdout) ? (holdouts[holdout] ?? 0) : 0 } }),
  };
}
