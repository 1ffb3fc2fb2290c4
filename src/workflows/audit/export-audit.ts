import { exportLines } from '../../access/audit/audit-export.ts';
import type { ChainedEntry } from '../../access/audit/chained-entry.ts';
import type { Checkpoint } from '../../access/audit/checkpoint.ts';
import { Failure } from '../../base/failure.ts';
import type { Registry } from '../../registry/registry.ts';

/**
 * The whole trail as lines that `verifyAuditExport` reads, up to the end that the registry signed for it.
 *
 * @throws Failure `not-found` for a trail without entries
 */
export async function auditExport(
  registry: Pick<Registry, 'checkpoint' | 'checkpoints' | 'signingKeys' | 'auditTrail'>,
): Promise<{ readonly head: Checkpoint; readonly lines: AsyncIterable<string> }> {
  const head = await registry.checkpoint();
  if (head === undefined) throw new Failure('not-found', 'The audit trail has no entry yet.');
  const [signed, keys] = [await registry.checkpoints(), await registry.signingKeys()];
  const checkpoints = signed.filter(({ seq }) => seq < head.seq);
  return { head, lines: exportLines({ project: head.project, keys, head, checkpoints }, entriesTo(head.seq, registry)) };
}

/** Without what was written since: nobody has signed that yet. */
async function* entriesTo(seq: number, registry: Pick<Registry, 'auditTrail'>): AsyncGenerator<ChainedEntry> {
  for await (const entry of registry.auditTrail()) {
    if (entry.seq > seq) return;
    yield entry as unknown as ChainedEntry;
  }
}
