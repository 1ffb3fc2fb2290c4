import { verifyExport } from '../../access/audit/audit-export.ts';
import type { ChainedEntry } from '../../access/audit/chained-entry.ts';
import { type Checkpoint, isGenuine } from '../../access/audit/checkpoint.ts';
import { type TrailVerdict, verifyTrail } from '../../access/audit/verify-trail.ts';
import { trustedKeys } from '../../access/signing/trusted-keys.ts';
import { Failure } from '../../base/failure.ts';
import type { Registry } from '../../registry/registry.ts';

/** What verifying a trail found. */
export interface AuditVerification extends TrailVerdict {
  /** Absent for a registry that has no entry and of which nothing was kept. */
  readonly project?: string;
  /** What was kept before, and held against. */
  readonly kept?: Checkpoint;
  /** The end of the trail, to be kept now that it holds. */
  readonly head?: Checkpoint;
}

/** Reads the whole trail of a registry and holds it against what it signed and what was kept of it. */
export async function verifyAudit(
  registry: Pick<Registry, 'checkpoint' | 'checkpoints' | 'signingKeys' | 'auditTrail'>,
  kept: Checkpoint | undefined,
): Promise<AuditVerification> {
  const head = await registry.checkpoint();
  const project = head?.project ?? kept?.project;
  if (project === undefined) return { entries: 0, checkpoints: 0 };
  const [checkpoints, keys] = [await registry.checkpoints(), await registry.signingKeys()];
  const entries = registry.auditTrail() as AsyncIterable<unknown> as AsyncIterable<ChainedEntry>;
  const verdict = await verifyTrail(entries, { project, checkpoints, keys, ...(kept && { kept }) });
  const isSound = verdict.finding === undefined && head !== undefined;
  return { project, ...verdict, ...(kept && { kept }), ...(isSound && { head }) };
}

/** Holds an export against itself and what was kept. @throws Failure `audit-export-invalid` */
export async function verifyAuditExport(lines: AsyncIterable<string>, kept: Checkpoint | undefined): Promise<AuditVerification> {
  return { ...(await verifyExport(lines, kept)), ...(kept && { kept }) };
}

/**
 * Holds the end of the trail that a registry shows against what was kept: enough to see that a trail was cut off or is signed
 * by a stranger, without a right to read it. Gives the end.
 *
 * @throws Failure `verification-failed`
 */
export async function checkedEnd(
  registry: Pick<Registry, 'checkpoint' | 'signingKeys'>,
  kept: Checkpoint | undefined,
): Promise<Checkpoint | undefined> {
  const head = await registry.checkpoint();
  const problem = await endProblem(registry, head, kept);
  if (problem === undefined) return head;
  throw new Failure('verification-failed', problem, {
    hint: 'Run `promptlane audit verify` as an auditor: it names the first entry that does not hold.',
  });
}

async function endProblem(
  registry: Pick<Registry, 'signingKeys'>,
  head: Checkpoint | undefined,
  kept: Checkpoint | undefined,
): Promise<string | undefined> {
  if (head === undefined) return kept && `The registry shows an empty audit trail, and promptlane.checkpoint keeps entry ${kept.seq}.`;
  if (kept !== undefined) {
    if (kept.project !== head.project) return `promptlane.checkpoint is of the project "${kept.project}", not of "${head.project}".`;
    if (head.seq < kept.seq) return `The audit trail ends with entry ${head.seq}, and promptlane.checkpoint keeps entry ${kept.seq}.`;
    if (head.seq === kept.seq && head.hash !== kept.hash)
      return `Entry ${head.seq} of the audit trail is not the one that promptlane.checkpoint keeps.`;
  }
  const keys = trustedKeys(await registry.signingKeys(), kept?.keyId);
  return isGenuine(head, keys) ? undefined : 'The end of the audit trail is not signed by a key that promptlane.checkpoint vouches for.';
}
