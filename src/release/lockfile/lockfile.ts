import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../environment.ts';

/** Names a text by its git blob id (40 hex digits, or 64 in SHA-256 repositories). */
export type BlobId = string & { readonly __brand: 'BlobId' };

/** A pinned content: which version, and which text it was computed from. */
export interface LockedContent {
  readonly digest: Digest;
  readonly blob: BlobId;
}

/** A pin with the partials and guardrail sets that its digest covers, at any depth. */
export interface LockedPrompt extends LockedContent {
  readonly uses: ReadonlyMap<PromptId, LockedContent>;
}

/** The desired pins of every environment: promptlane.lock. */
export interface Lockfile {
  readonly environments: ReadonlyMap<EnvironmentName, ReadonlyMap<PromptId, LockedPrompt>>;
}

export const EMPTY_LOCKFILE: Lockfile = { environments: new Map() };

/** A full blob id; the protocol documents it by this. */
export const BLOB_ID_PATTERN = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Type guard for a full blob id. */
export function isBlobId(value: unknown): value is BlobId {
  return typeof value === 'string' && BLOB_ID_PATTERN.test(value);
}
