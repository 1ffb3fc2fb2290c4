import type { Digest } from '../../base/digest.ts';
import type { ChoiceReason, Source } from '../state/choose-version.ts';

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
