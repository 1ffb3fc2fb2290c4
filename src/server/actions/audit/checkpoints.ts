import type { Checkpoint } from '../../../access/audit/checkpoint.ts';
import type { listCheckpoints } from '../../../protocol/audit.ts';
import type { QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import { endOfTrail } from '../../storage/access/audit-trail.ts';
import { addCheckpoint, findCheckpoint, readCheckpoints } from '../../storage/signing/checkpoints.ts';
import type { Call } from '../call.ts';
import { numberCursor, PAGE, pageOf } from '../cursor.ts';
import { requireWholeTrail } from './audit-trail.ts';

/** The end of the trail as the registry has signed it, or signs it now. Absent before the first entry. */
export async function checkpointOf({ db, project, time, signer }: Call): Promise<{ checkpoint?: Checkpoint }> {
  const known = await signedEnd(db, project);
  if (known !== 'unsigned') return known;
  return await db.transaction().execute(async (transaction) => {
    // Somebody may have asked at the same time, or written the next entry.
    const signed = await signedEnd(transaction, project);
    const end = signed === 'unsigned' ? await endOfTrail(transaction, project) : undefined;
    if (signed !== 'unsigned' || end === undefined) return signed === 'unsigned' ? {} : signed;
    return { checkpoint: await addCheckpoint(transaction, { project, ...end, time }, signer) };
  });
}

async function signedEnd(db: Call['db'], project: string): Promise<{ checkpoint?: Checkpoint } | 'unsigned'> {
  const end = await endOfTrail(db, project);
  if (end === undefined) return {};
  const checkpoint = await findCheckpoint(db, project, end.seq);
  return checkpoint === undefined ? 'unsigned' : { checkpoint };
}

/** What was signed of the trail, oldest first. */
export async function checkpointsOf(call: Call, query: QueryOf<typeof listCheckpoints>): Promise<ReplyOf<typeof listCheckpoints>> {
  requireWholeTrail(call);
  const { limit = PAGE, cursor } = query;
  const rows = await readCheckpoints(call.db, call.project, numberCursor(cursor) ?? 0, limit + 1);
  const { page: checkpoints, ...rest } = pageOf(rows, limit, ({ seq }) => seq);
  return { checkpoints, ...rest };
}
