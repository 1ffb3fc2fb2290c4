import { type Kysely, sql } from 'kysely';
import { Failure } from '../../../base/failure.ts';
import type { Migration, SqlDialect } from '../dialect.ts';
import type { Tables } from '../tables.ts';
import { spine } from './0001-spine.ts';
import { drafts } from './0002-drafts.ts';
import { commits } from './0003-commits.ts';
import { datasets } from './0004-datasets.ts';
import { events } from './0005-events.ts';

/** Step n brings a database from schema n to n + 1. Published steps never change; new ones are added at the end. */
const MIGRATIONS: readonly Migration[] = [spine, drafts, commits, datasets, events];

/**
 * Brings the database to the schema of this program: all steps or none.
 *
 * The transaction holds the write lock from its first statement, so that of two programs that start
 * at once one migrates and the other finds nothing left to do.
 * @throws Failure `database-newer` when a later program has written it.
 */
export async function migrate(db: Kysely<Tables>, dialect: SqlDialect, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`create table if not exists schema_steps (step integer primary key)`.execute(transaction);
    const { rows } = await sql<{ done: number }>`select count(*) as done from schema_steps`.execute(transaction);
    const done = Number(rows[0]?.done ?? 0);
    if (done > migrations.length) {
      throw new Failure('database-newer', `The database has schema ${done}; this program knows schemas up to ${migrations.length}.`);
    }
    for (const [index, migration] of migrations.entries()) {
      if (index < done) continue;
      for (const statement of migration(dialect)) await sql.raw(statement).execute(transaction);
      await sql`insert into schema_steps (step) values (${index + 1})`.execute(transaction);
    }
  });
}
