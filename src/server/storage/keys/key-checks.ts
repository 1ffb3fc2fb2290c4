import type { Database } from '../tables.ts';

/** What is known of the keys that the database was written with, by their names. */
export async function readKeyChecks(db: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('key_checks').selectAll().execute();
  return new Map(rows.map(({ name, value }) => [name, value]));
}

export async function addKeyCheck(transaction: Database, name: string, value: string): Promise<void> {
  await transaction.insertInto('key_checks').values({ name, value }).execute();
}
