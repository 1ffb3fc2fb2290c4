import type { ChainedEntry } from '../../../access/audit/chained-entry.ts';
import type { Checkpoint } from '../../../access/audit/checkpoint.ts';
import { verifyTrail } from '../../../access/audit/verify-trail.ts';
import { readAudit } from '../../storage/access/audit-trail.ts';
import { readCheckpoints } from '../../storage/signing/checkpoints.ts';
import { readSigningKeys } from '../../storage/signing/signing-keys.ts';
import type { Database } from '../../storage/tables.ts';
import type { DatabaseCheck } from './finding.ts';

/** Rows that are read at once. */
const PAGE = 500;

/** The audit trail of every project hangs together, and is what was signed of it. */
export const checkAudit: DatabaseCheck = async function* (db) {
  const keys = await readSigningKeys(db);
  const projects = await db.selectFrom('audit').select('project').distinct().orderBy('project').execute();
  for (const { project } of projects) {
    const checkpoints: Checkpoint[] = [];
    for await (const checkpoint of inPages((after) => readCheckpoints(db, project, after, PAGE))) checkpoints.push(checkpoint);
    const { finding } = await verifyTrail(entriesOf(db, project), { project, checkpoints, keys });
    if (finding !== undefined) yield { subject: `${project}: entry ${finding.seq}`, message: finding.message };
  }
};

function entriesOf(db: Database, project: string): AsyncGenerator<ChainedEntry> {
  return inPages((from) => readAudit(db, project, { order: 'oldest', from, limit: PAGE }));
}

async function* inPages<Row extends { readonly seq: number }>(read: (after: number) => Promise<Row[]>): AsyncGenerator<Row> {
  for (let after = 0; ; ) {
    const rows = await read(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.seq;
  }
}
