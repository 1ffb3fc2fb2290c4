import { type Checkpoint, signedCheckpoint } from '../../../access/audit/checkpoint.ts';
import type { Signer } from '../../../access/signing/signing-key.ts';
import type { Digest } from '../../../base/digest.ts';
import type { Database } from '../tables.ts';

/** The end of an audit trail, to be signed. */
export interface TrailEnd {
  readonly project: string;
  readonly seq: number;
  readonly hash: Digest;
  readonly time: number;
}

/** Signs the end of a trail, in the transaction that wrote or read it. */
export async function addCheckpoint(transaction: Database, end: TrailEnd, signer: Signer): Promise<Checkpoint> {
  const { epoch } = await transaction.selectFrom('registry').select('epoch').executeTakeFirstOrThrow();
  const checkpoint = signedCheckpoint({ ...end, epoch }, signer);
  const { project, seq } = end;
  await transaction
    .insertInto('audit_checkpoints')
    .values({ project, seq, checkpoint: JSON.stringify(checkpoint) })
    .execute();
  return checkpoint;
}

/** What was signed of a trail after an entry, in order. */
export async function readCheckpoints(db: Database, project: string, after: number, limit: number): Promise<Checkpoint[]> {
  const rows = db.selectFrom('audit_checkpoints').select('checkpoint').where('project', '=', project).where('seq', '>', after);
  return (await rows.orderBy('seq').limit(limit).execute()).map(({ checkpoint }) => JSON.parse(checkpoint) as Checkpoint);
}

/** What was signed at an entry. */
export async function findCheckpoint(db: Database, project: string, seq: number): Promise<Checkpoint | undefined> {
  const [found] = await readCheckpoints(db, project, seq - 1, 1);
  return found?.seq === seq ? found : undefined;
}
