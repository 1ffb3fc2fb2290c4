import type { Digest } from '../../base/digest.ts';
import type { AssignmentReason } from './call-context.ts';
import type { RolloutFile } from './rollout-schema.ts';

/**
 * A rollout as applications carry it out: what a decision needs, and nothing else.
 *
 * The state of an environment holds one for each prompt that has one under way, so that the SDK, the server
 * and OpenFeature decide alike, and without a request.
 */
export interface ServedRollout {
  /** Names this start of the rollout, in traces and exposures: a later one of the same prompt is another. */
  readonly id: string;
  readonly mode: RolloutFile['mode'];
  readonly seed: string;
  /** Attributes of the call; the first that is given and not empty is the unit. */
  readonly unit: readonly string[];
  /** What everybody else gets. */
  readonly control: Digest;
  /** In the order of the file. A variant's part of the draw starts where the parts of those before it end, at full coverage. */
  readonly variants: readonly ServedVariant[];
  /** Share of each part that is in use, 0–1: growing it never moves a unit from one variant to another. */
  readonly coverage: number;
  readonly rules?: NonNullable<RolloutFile['rules']>;
  readonly exclusive?: NonNullable<RolloutFile['exclusive']>;
  /** Units that no rollout with this holdout touches; the share belongs to the holdout, not to the rollout. */
  readonly holdout?: { readonly name: string; readonly share: number };
}

export interface ServedVariant {
  readonly id: string;
  readonly version: Digest;
  /** Above 0, relative to the others. */
  readonly weight: number;
}

/** What one call gets. */
export interface Assignment {
  /** `control`, or the id of a variant. */
  readonly variant: string;
  readonly version: Digest;
  readonly reason: AssignmentReason;
  /** The unit that was drawn for; absent when none was given. */
  readonly unit?: string;
  /**
   * Whether it belongs to what a verdict compares: forced, held-out and unit-less calls do not. In a canary a part
   * of control as large as what the variants cover does.
   */
  readonly compared: boolean;
}
