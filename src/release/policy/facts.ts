import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../environment.ts';

/** What a policy needs to know of the world; whoever evaluates it has read it in the same transaction. */
export interface PolicyFacts {
  /** Milliseconds since the epoch, of the registry's clock. */
  readonly now: number;
  /** Who moves the pins, as a user: the same through all of their tokens. */
  readonly promoter: string;
  /** Whether this is the first environment of the project. */
  readonly isFirst: boolean;
  /** The stored version; absent when nothing is stored under this id and digest. */
  version(prompt: PromptId, digest: Digest): VersionFact | undefined;
  /** Why a version may never be served anywhere again; absent unless it was revoked. */
  revocation(prompt: PromptId, digest: Digest): { readonly reason: string } | undefined;
  /** Whether a version was rolled back in an environment and not released since. */
  isQuarantined(environment: EnvironmentName, prompt: PromptId, digest: Digest): boolean;
  /** Whether an environment pins this now, or pinned it within the time that the policy names. */
  wasPinned(environment: EnvironmentName, prompt: PromptId, digest: Digest): boolean;
  /** Since when an environment has pinned this without a break; absent when it does not pin it now. */
  pinnedSince(environment: EnvironmentName, prompt: PromptId, digest: Digest): number | undefined;
  /** Approvals for this environment that nobody took back, of users who may still give them. */
  approvals(prompt: PromptId, digest: Digest): readonly ApprovalFact[];
  /** Reviewers who said no for this environment, and did not take it back. */
  rejections(prompt: PromptId, digest: Digest): readonly { readonly name: string; readonly reason: string }[];
  /** What runs showed of exactly this version, the last uploaded first: by their order, because a clock may be set back. */
  evidence(prompt: PromptId, digest: Digest): readonly EvidenceFact[];
}

/** A version, and who vouches for where it comes from. */
export interface VersionFact {
  readonly hasModel: boolean;
  /** What the prompt says of itself. */
  readonly risk?: 'low' | 'medium' | 'high';
  /**
   * The users who wrote it: whom its commit names, and who uploaded it, because a commit can name anyone.
   * None when a machine brought it with an address of no member.
   */
  readonly authors: readonly string[];
  /** Where it was uploaded from, as an issuer or an admin vouched for it; what an uploader says of itself is not here. */
  readonly attested: readonly AttestedSource[];
}

export interface AttestedSource {
  readonly branch: string;
  /** `owner/name` */
  readonly repository?: string;
}

/** One user's approval of one digest. */
export interface ApprovalFact {
  /** The id of the user. */
  readonly by: string;
  readonly role: ApproverRole;
}

/** Roles whose approval counts; an admin's counts wherever a reviewer's does. */
export const APPROVER_ROLES = ['reviewer', 'admin'] as const;
export type ApproverRole = (typeof APPROVER_ROLES)[number];

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
