import type { RolloutStatus } from './rollout-state.ts';

/** What a person does to a rollout. */
export type RolloutCommand =
  | { readonly kind: 'approve' | 'start' | 'pause' | 'resume' | 'abort' }
  /** `roles`: those that the person holds, all that each includes among them. */
  | { readonly kind: 'advance'; readonly roles: readonly string[] }
  /** `keep`: what is served from now on; a canary with one variant keeps that. */
  | { readonly kind: 'complete'; readonly roles: readonly string[]; readonly keep?: string };

/** What happens to a rollout; `tick` is the controller looking. */
export type RolloutEvent = RolloutCommand | { readonly kind: 'tick' };

/** Something to record, and to tell whoever watches. */
export interface RolloutChange {
  readonly kind: 'approved' | 'started' | 'advanced' | 'paused' | 'resumed' | 'completed' | 'rolled-back' | 'told';
  /** `by-hand`, or the sign that caused it. */
  readonly cause: string;
  /** In words and figures, as a sentence for people. */
  readonly because: string;
  readonly from: RolloutStatus;
  readonly to: RolloutStatus;
}
