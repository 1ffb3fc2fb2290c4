import type { RolloutFile } from '../../rollout-schema.ts';
import type { RolloutVerdict } from '../../verdict/rollout-verdict.ts';

/** All that a decision about a rollout looks at besides its state. */
export interface Moment {
  readonly rollout: RolloutFile;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What the figures say at this moment. */
  readonly verdict: RolloutVerdict;
}
