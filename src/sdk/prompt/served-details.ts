import type { Digest } from '../../base/digest.ts';
import type { AssignmentReason } from '../../release/rollout/call-context.ts';

/** Where an answer comes from: `memory` is the registry's last word, while it cannot be asked. */
export type Source = 'network' | 'memory' | 'disk' | 'bundle';

/** Why a call gets its version: it asked for it, it is pinned, a rollout decided, or a policy of the options did. */
export type ChoiceReason = 'asked' | 'pinned' | 'killed' | 'removed' | AssignmentReason;

/** What a call got, and why: plain JSON, to be logged and to be handed on with the answer. */
export interface ServedDetails {
  readonly prompt: string;
  readonly environment: string;
  readonly digest: Digest;
  readonly reason: ChoiceReason;
  readonly source: Source;
  /** Of the state that decided; absent for a bundle. */
  readonly epoch?: number;
  readonly revision?: number;
  /** The start of the rollout that decided. */
  readonly rollout?: string;
  readonly variant?: string;
  readonly unit?: string;
  /** Whether this call counts for a verdict on the rollout. */
  readonly compared?: boolean;
}
