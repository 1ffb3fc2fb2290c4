import type { z } from 'zod';
import type { Checkpoint } from '../../access/audit/checkpoint.ts';
import type { SigningKey } from '../../access/signing/signing-key.ts';
import type { auditEntrySchema } from '../../protocol/audit.ts';

export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Which entries of a trail: each that is given must hold. Times in milliseconds since the epoch. */
export interface AuditFilter {
  /** The id or the name of who acted. */
  readonly actor?: string;
  readonly action?: string;
  /** A text that the target holds. */
  readonly target?: string;
  readonly since?: number;
  readonly until?: number;
}

/** The audit trail of a project, and what it can be verified with. */
export interface AuditCalls {
  /** The whole audit trail, oldest first. @throws Failure `verification-failed` when its hash chain is broken. */
  audit(): Promise<AuditEntry[]>;
  /** The newest entries that a filter lets through, newest first. Nothing is verified. */
  auditLog(filter: AuditFilter, limit: number): Promise<AuditEntry[]>;
  /** Every entry as it comes, oldest first; page by page, so that a trail of any length takes little memory. Nothing is verified. */
  auditTrail(): AsyncIterable<AuditEntry>;
  /** The end of the trail, signed; undefined before its first entry. */
  checkpoint(): Promise<Checkpoint | undefined>;
  /** What was signed of the trail, oldest first. */
  checkpoints(): Promise<Checkpoint[]>;
  /** The keys that the registry signs and signed with, oldest first. */
  signingKeys(): Promise<SigningKey[]>;
}
