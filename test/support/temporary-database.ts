import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { describe } from 'vitest';
import { postgresWords, type SqlDialect } from '../../src/server/storage/dialect.ts';
import { migrate } from '../../src/server/storage/migrations/migrate.ts';
import { type DatabasePlace, openDatabase } from '../../src/server/storage/open-database.ts';
import { openPostgres } from '../../src/server/storage/postgres/open-postgres.ts';
import type { Tables } from '../../src/server/storage/tables.ts';
import { hasPostgres, type PostgresCluster, sharedCluster } from './postgres-cluster.ts';

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

/** Where a database is, and what takes it away again. */
export interface TemporaryPlace {
  readonly place: DatabasePlace;
  remove(): Promise<void>;
}

/** What a database of PostgreSQL starts as: nothing at all, or the schema of this program. */
const TEMPLATES = { empty: 'template0', migrated: 'migrated' } as const;

export async function temporaryPlace(kind: DatabaseKind, template: keyof typeof TEMPLATES = 'empty'): Promise<TemporaryPlace> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'promptlane-database-'));
  const removeFolder = () => rm(dataFolder, { recursive: true, force: true });
  if (kind === 'SQLite') return { place: { dataFolder }, remove: removeFolder };
  const cluster = await sharedCluster(makeTemplate);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await tellServer(cluster, `create database ${name} template ${TEMPLATES[template]}`);
  const remove = async () => {
    await tellServer(cluster, `drop database ${name} with (force)`);
    await removeFolder();
  };
  return { place: { dataFolder, url: cluster.url(name) }, remove };
}

async function makeTemplate(cluster: PostgresCluster): Promise<void> {
  await tellServer(cluster, `create database ${TEMPLATES.migrated} template template0`);
  const db = await openPostgres(cluster.url(TEMPLATES.migrated));
  await migrate(db, postgresWords);
  await db.destroy();
}

async function tellServer(cluster: PostgresCluster, statement: string): Promise<void> {
  const db = await openPostgres(cluster.url('postgres'));
  await sql.raw(statement).execute(db);
  await db.destroy();
}

export async function temporaryDatabase(kind: DatabaseKind, template: keyof typeof TEMPLATES = 'empty'): Promise<TemporaryDatabase> {
  const { place, remove } = await temporaryPlace(kind, template);
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
  const database = await temporaryDatabase(kind, 'migrated');
  await migrate(database.db, database.words);
  return database;
}

/** Runs a suite on every database; that of PostgreSQL is skipped where it is not installed. */
export function describeOnDatabases(title: string, suite: (kind: DatabaseKind) => void): void {
  describe(`${title} on SQLite`, () => suite('SQLite'));
  if (hasPostgres()) describe(`${title} on PostgreSQL`, () => suite('PostgreSQL'));
  else describe.skip(`${title} on PostgreSQL, which is not installed (apt-get install postgresql)`, () => suite('PostgreSQL'));
}
