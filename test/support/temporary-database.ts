import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { describe } from 'vitest';
import type { SqlDialect } from '../../src/server/storage/dialect.ts';
import { migrate } from '../../src/server/storage/migrations/migrate.ts';
import { type DatabasePlace, openDatabase } from '../../src/server/storage/open-database.ts';
import { openPostgres } from '../../src/server/storage/postgres/open-postgres.ts';
import type { Tables } from '../../src/server/storage/tables.ts';
import { hasPostgres, sharedCluster } from './postgres-cluster.ts';

/** An empty database of a test's own, with what opened it. */
export interface TemporaryDatabase {
  readonly place: DatabasePlace;
  readonly words: SqlDialect;
  readonly db: Kysely<Tables>;
  /** One more connection to it, as another process would have it. */
  another(): Promise<Kysely<Tables>>;
  close(): Promise<void>;
}

export type DatabaseKind = 'SQLite' | 'PostgreSQL';

/** Where a database that is there, and empty, can be opened; `remove` takes it away again. */
export async function emptyPlace(kind: DatabaseKind): Promise<{ place: DatabasePlace; remove(): Promise<void> }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'promptlane-database-'));
  const removeFolder = () => rm(dataFolder, { recursive: true, force: true });
  if (kind === 'SQLite') return { place: { dataFolder }, remove: removeFolder };
  const cluster = await sharedCluster();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = async (statement: string) => {
    const db = await openPostgres(cluster.url('postgres'));
    await sql.raw(statement).execute(db);
    await db.destroy();
  };
  await server(`create database ${name} template template0`);
  const remove = async () => {
    await server(`drop database ${name} with (force)`);
    await removeFolder();
  };
  return { place: { dataFolder, url: cluster.url(name) }, remove };
}

export async function temporaryDatabase(kind: DatabaseKind): Promise<TemporaryDatabase> {
  const { place, remove } = await emptyPlace(kind);
  const opened: Kysely<Tables>[] = [];
  const open = async () => {
    const database = await openDatabase(place);
    opened.push(database.db);
    return database;
  };
  return {
    place,
    ...(await open()),
    another: async () => (await open()).db,
    async close() {
      await Promise.all(opened.map((db) => db.destroy()));
      await remove();
    },
  };
}

/** A database with the schema of this program. */
export async function migratedDatabase(kind: DatabaseKind): Promise<TemporaryDatabase> {
  const database = await temporaryDatabase(kind);
  await migrate(database.db, database.words);
  return database;
}

/** Runs a suite on every database; that of PostgreSQL is skipped where it is not installed. */
export function describeOnDatabases(title: string, suite: (kind: DatabaseKind) => void): void {
  describe(`${title} on SQLite`, () => suite('SQLite'));
  if (hasPostgres()) describe(`${title} on PostgreSQL`, () => suite('PostgreSQL'));
  else describe.skip(`${title} on PostgreSQL, which is not installed (apt-get install postgresql)`, () => suite('PostgreSQL'));
}
