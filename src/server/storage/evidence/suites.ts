import type { Digest } from '../../../base/digest.ts';
import type { Database, Tables } from '../tables.ts';

export type AcceptedRow = Tables['accepted_suites'];

/** Stores a version of a suite; false when it is there already. */
export async function addSuite(db: Database, row: Tables['suites']): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('suites')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** What a version of a suite asks: canonical JSON. */
export async function readSuiteContent(db: Database, project: string, name: string, digest: Digest): Promise<string | undefined> {
  const rows = db.selectFrom('suites').select('content').where('project', '=', project).where('name', '=', name);
  return (await rows.where('digest', '=', digest).executeTakeFirst())?.content;
}

/** Accepts a suite from now on, inside a transaction. */
export async function addAccepted(transaction: Database, row: Omit<AcceptedRow, 'seq'>): Promise<void> {
  const newest = transaction.selectFrom('accepted_suites').select('seq').where('project', '=', row.project);
  const last = await newest.orderBy('seq', 'desc').limit(1).executeTakeFirst();
  await transaction
    .insertInto('accepted_suites')
    .values({ ...row, seq: (last?.seq ?? 0) + 1 })
    .execute();
}

/** What was accepted, newest first. */
export async function pageOfAccepted(
  db: Database,
  project: string,
  { suite, before, limit }: { readonly suite?: string | undefined; readonly before?: number | undefined; readonly limit: number },
): Promise<AcceptedRow[]> {
  let rows = db.selectFrom('accepted_suites').selectAll().where('project', '=', project);
  if (suite !== undefined) rows = rows.where('suite', '=', suite);
  if (before !== undefined) rows = rows.where('seq', '<', before);
  return await rows.orderBy('seq', 'desc').limit(limit).execute();
}

/** The version of a suite that counts; undefined when none was accepted. */
export async function acceptedSuite(db: Database, project: string, suite: string): Promise<AcceptedRow | undefined> {
  return (await pageOfAccepted(db, project, { suite, limit: 1 }))[0];
}

export async function readSuiteTrust(db: Database, project: string): Promise<Tables['suite_trust'] | undefined> {
  return await db.selectFrom('suite_trust').selectAll().where('project', '=', project).executeTakeFirst();
}

/** Sets whose runs accept suites; undefined: nobody's. */
export async function writeSuiteTrust(transaction: Database, project: string, row: Tables['suite_trust'] | undefined): Promise<void> {
  await transaction.deleteFrom('suite_trust').where('project', '=', project).execute();
  if (row !== undefined) await transaction.insertInto('suite_trust').values(row).execute();
}
