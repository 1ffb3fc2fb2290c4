import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { counted } from '../../base/text/counted.ts';
import { auditExport } from '../../workflows/audit/export-audit.ts';
import { type AuditVerification, checkedEnd, verifyAudit, verifyAuditExport } from '../../workflows/audit/verify-audit.ts';
import { keepCheckpoint, readCheckpointFile } from '../../workspace/checkpoint-file.ts';
import { writeFileAtomically } from '../../workspace/files/write-file-atomically.ts';
import { wholeLines } from '../../workspace/lines/whole-lines.ts';
import { type CliContext, isCi } from '../context.ts';
import { openSession, type Session } from '../session/session.ts';

export interface VerifyFlags {
  readonly file?: string;
  readonly keep: boolean;
}

/** Verifies the trail of the registry, or an export, and keeps the end of a trail that holds. */
export async function auditVerification(
  { file, keep }: VerifyFlags,
  context: CliContext,
): Promise<{ readonly outcome: AuditVerification; readonly wrote: boolean }> {
  const session = openSession(context);
  const { root } = await session.workspace();
  const kept = await readCheckpointFile(root);
  if (file !== undefined) {
    return { outcome: await verifyAuditExport(linesOf(resolve(context.globals.directory, file)), kept), wrote: false };
  }
  const outcome = await verifyAudit(await session.registry(), kept);
  const wrote = keep && !isCi(context.variables) && outcome.head !== undefined && (await keepCheckpoint(root, outcome.head));
  return { outcome, wrote };
}

/**
 * Holds the end of the trail against promptlane.checkpoint, and keeps it there when somebody began to: `audit verify` does.
 *
 * @throws Failure `verification-failed`, `checkpoint-invalid`
 */
export async function checkAuditEnd(session: Session, context: CliContext): Promise<void> {
  const { root } = await session.workspace();
  const kept = await readCheckpointFile(root);
  if (kept === undefined || (await session.registry()).kind === 'langwatch') return;
  const end = await checkedEnd(await session.registry(), kept);
  if (end !== undefined && !isCi(context.variables)) await keepCheckpoint(root, end);
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    yield* wholeLines(path);
  } catch (cause) {
    throw new Failure('file-unreadable', `${path} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

/** Writes the whole trail to a file, whole or not at all, or to the standard output. */
export async function exportAudit(output: string | undefined, context: CliContext): Promise<void> {
  const { head, lines } = await auditExport(await openSession(context).registry());
  if (output === undefined) {
    for await (const line of lines) context.terminal.write(line);
    return;
  }
  const path = resolve(context.globals.directory, output);
  await writeFileAtomically(path, lines);
  context.terminal.note(`Wrote ${counted(head.seq, 'entry', 'entries')} of ${head.project} to ${output}.`);
}
