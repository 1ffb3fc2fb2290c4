import type { PromptId } from '../../prompt/prompt.ts';
import type { ReplyOf } from '../../protocol/endpoint.ts';
import type { addExposures, Exposure, Outcome } from '../../protocol/exposures.ts';
import type { Rollout } from '../../protocol/rollout-values.ts';
import type { actOnRollout, RolloutAct, RolloutUnit, readRollout } from '../../protocol/rollouts.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import type { RolloutDefinition } from '../../release/rollout/rollout-definition.ts';

/** A rollout with what its figures say. */
export type JudgedRollout = ReplyOf<typeof readRollout>;
/** A rollout after something was done to it, with what changed. */
export type MovedRollout = ReplyOf<typeof actOnRollout>;
export type Counted = ReplyOf<typeof addExposures>;

/** A rollout by its prompt; without an id the newest. */
export interface RolloutName {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
  readonly rollout?: string;
}

export interface RolloutRequest {
  readonly act: RolloutAct;
  /** Of `complete`: what is served from now on. */
  readonly keep?: string;
  readonly reason?: string;
}

/** How traffic is split, and what became of it. */
export interface RolloutCalls {
  /** Newest first; `underWay`: only those that are not over. */
  rollouts(environment: EnvironmentName, filter?: { readonly prompt?: PromptId; readonly underWay?: boolean }): Promise<Rollout[]>;
  /** @throws Failure `not-found` */
  rollout(name: RolloutName): Promise<JudgedRollout>;
  /** @throws Failure `policy-refused`, `rollout-invalid`, `rollout-impossible` when one is under way. */
  startRollout(definition: RolloutDefinition, reason?: string): Promise<MovedRollout>;
  /** @throws Failure `rollout-impossible`, `rollout-approval-missing`, `rollout-worse`, `rollout-moved`, `policy-refused`. */
  actOnRollout(name: RolloutName, request: RolloutRequest): Promise<MovedRollout>;
  /** A page of its units, in the order of their names. */
  rolloutUnits(name: RolloutName, cursor?: string): Promise<{ units: RolloutUnit[]; next?: string }>;
  addExposures(exposures: readonly Exposure[]): Promise<Counted>;
  addOutcomes(outcomes: readonly Outcome[]): Promise<Counted>;
}
