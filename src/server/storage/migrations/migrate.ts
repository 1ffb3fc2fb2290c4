import { sql } from 'kysely';
import { Failure } from '../../../base/failure.ts';
import type { Migration, SqlDialect } from '../dialect.ts';
import type { Database } from '../tables.ts';
import { spine } from './0001-spine.ts';
import { drafts } from './0002-drafts.ts';
import { commits } from './0003-commits.ts';
import { datasets } from './0004-datasets.ts';
import { events } from './0005-events.ts';
import { access } from './0006-access.ts';
import { governance } from './0007-governance.ts';
import { signing } from './0008-signing.ts';
import { evidence } from './0009-evidence.ts';
import { operations } from './0010-operations.ts';
import { draftFiles } from './0013-drafts.ts';
import { keyChecks } from './0014-key-checks.ts';
import { jobs } from './0015-jobs.ts';
import { rollouts } from './0016-rollouts.ts';
import { identities } from './0017-identities.ts';

/** Step n brings a database from schema n to n + 1. Published steps never change; new ones are added at the end. */
export const MIGRATIONS: readonly Migration[] = [
  spine,
  drafts,
  commits,
  datasets,
  events,
  access,
  governance,
  signing,
  evidence,
  operations,
  draftFiles,
  keyChecks,
  jobs,
  rollouts,
  identities,
];

/** The table that counts the steps that were taken. */
const STEPS = 'schema_steps';

/** The schema of a database before and after. */
export interface Migrated {
  readonly from: number;
  readonly to: number;
}

/**
 * Brings the database to the schema of this program: all steps or none.
 *
 * The transaction holds the write lock from its first statement, so that of two programs that start
 * at once one migrates and the other finds nothing left to do.
 * @throws Failure `database-newer` when a later program has written it, `database-foreign` when it is no registry's.
 */
export async function migrate(db: Database, dialect: SqlDialect, migrations: readonly Migration[] = MIGRATIONS): Promise<Migrated> {
  return await db.transaction().execute((transaction) => takeSteps(transaction, dialect, migrations));
}

/** Takes the steps that are left, inside a transaction. */
export async function takeSteps(transaction: Database, dialect: SqlDialect, migrations: readonly Migration[]): Promise<Migrated> {
  const from = await stepsTaken(transaction, dialect, migrations.length);
  const to = migrations.length;
  if (from === to) return { from, to };
  for (const statement of dialect.takeYourTime) await sql.raw(statement).execute(transaction);
  await sql`create table if not exists ${sql.table(STEPS)} (step integer primary key)`.execute(transaction);
  for (const [index, migration] of migrations.entries()) {
    if (index < from) continue;
    for (const statement of migration(dialect)) await sql.raw(statement).execute(transaction);
    await sql`insert into ${sql.table(STEPS)} (step) values (${index + 1})`.execute(transaction);
  }
  for (const statement of dialect.afterSteps) await sql.raw(statement).execute(transaction);
  return { from, to };
}

/**
 * The schema of a database; 0 for an empty one.
 *
 * @throws Failure `database-newer` beyond `known`, `database-foreign` when it is no registry's.
 */
export async function stepsTaken(db: Database, dialect: SqlDialect, known = MIGRATIONS.length): Promise<number> {
  const tables = await tableNames(db, dialect);
  if (tables.length === 0) return 0;
  if (!tables.includes(STEPS)) {
    const some = tables.slice(0, 3).join(', ');
    throw new Failure('database-foreign', `The database holds ${some}${tables.length > 3 ? ' and more' : ''}, and no registry.`);
  }
  const { rows } = await sql<{ taken: number }>`select count(*) as taken from ${sql.table(STEPS)}`.execute(db);
  const taken = rows[0]?.taken ?? 0;
  if (taken > known) {
    throw new Failure('database-newer', `The database has schema ${taken}; this program knows schemas up to ${known}.`);
  }
  return taken;
}

/** The tables of a registry in the order in which they were made, without the count of steps. */
export async function registryTables(db: Database, dialect: SqlDialect): Promise<string[]> {
  return (await tableNames(db, dialect)).filter((name) => name !== STEPS);
}

async function tableNames(db: Database, dialect: SqlDialect): Promise<string[]> {
  return (await sql.raw<{ name: string }>(dialect.tables).execute(db)).rows.map(({ name }) => name);
}
