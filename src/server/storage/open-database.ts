import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { postgresWords, type SqlDialect, sqliteWords } from './dialect.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import type { Tables } from './tables.ts';

/** Where the database of a registry is: a PostgreSQL, or a file in the data folder. */
export interface DatabasePlace {
  readonly dataFolder: string;
  /** A `postgres://` URL; absent: the file. */
  readonly url?: string;
}

export interface OpenDatabase {
  readonly db: Kysely<Tables>;
  readonly words: SqlDialect;
}

/** The database of a data folder that needs no other server. */
export function databaseFile(dataFolder: string): string {
  return join(dataFolder, 'registry.db');
}

/** Opens the database of a registry; the caller migrates and closes it. */
export async function openDatabase({ dataFolder, url }: DatabasePlace): Promise<OpenDatabase> {
  if (url === undefined) return { db: await openSqlite(databaseFile(dataFolder)), words: sqliteWords };
  // Its packages are loaded by those only who have one.
  const { openPostgres } = await import('./postgres/open-postgres.ts');
  return { db: await openPostgres(url), words: postgresWords };
}
