import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../environment.ts';

/** How long after it left the previous environment a version may still be pinned in the next one. */
export const WITHIN_MS = 30 * 24 * 60 * 60 * 1000;

/** What a policy needs to know of the world; whoever evaluates it has read it in the same transaction. */
export interface PolicyFacts {
  /** Whether this is the first environment of the project. */
  readonly isFirst: boolean;
  /** The stored version; absent when nothing is stored under this id and digest. */
  version(prompt: PromptId, digest: Digest): { readonly hasModel: boolean } | undefined;
  /** Whether a version was rolled back in an environment and not released since. */
  isQuarantined(environment: EnvironmentName, prompt: PromptId, digest: Digest): boolean;
  /** Whether an environment pins this now, or pinned it within 30 days. */
  wasPinned(environment: EnvironmentName, prompt: PromptId, digest: Digest): boolean;
}

/** What the registry found in an uploaded run of a suite, for one version of a prompt. */
export interface EvidenceFact {
  readonly id: string;
  /** The name of the suite as a policy names it. */
  readonly suite: string;
  /** Whether an admin or a trust rule has accepted the suite as it was run. */
  readonly isAccepted: boolean;
  /** What it was compared with; `none` for a first release. */
  readonly baseline: Digest | 'none';
  /** Computed by the registry, never taken from the upload. */
  readonly verdict: 'passed' | 'failed' | 'inconclusive';
  /** Absent when the upload may count; otherwise why it does not: a run of a laptop, an incomplete run. */
  readonly discounted?: string;
  /** When the run was uploaded. Milliseconds since the epoch, the registry's clock. */
  readonly at: number;
}
