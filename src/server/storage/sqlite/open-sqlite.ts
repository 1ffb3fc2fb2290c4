import { closeSync, openSync } from 'node:fs';
import { Kysely } from 'kysely';
import { Failure } from '../../../base/failure.ts';
import type { Tables } from '../tables.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { sqliteFailure } from './sqlite-failure.ts';
import { type SqliteConnection, sqliteModule } from './sqlite-module.ts';

/** How long a statement waits for another process to finish writing. */
const BUSY_MS = 10_000;

/**
 * Opens a database file, made readable by its owner only when it is new; the caller migrates and closes it.
 *
 * WAL, and FULL: a reply is sent only after what it says is on the disk, whatever is killed or unplugged.
 *
 * @throws Failure `file-unreadable` for what is no database; it is left as it is. `database-damaged`, `database-busy`.
 */
export async function openSqlite(path: string): Promise<Kysely<Tables>> {
  const { DatabaseSync } = await sqliteModule();
  let connection: SqliteConnection | undefined;
  try {
    // SQLite would create the file for everyone to read; its side files take over the mode of this one.
    closeSync(openSync(path, 'a', 0o600));
    connection = new DatabaseSync(path, { timeout: BUSY_MS });
    connection.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma trusted_schema = off;');
  } catch (cause) {
    connection?.close();
    const failure = sqliteFailure(cause);
    if (failure instanceof Failure) throw failure;
    throw new Failure('file-unreadable', `${path} cannot be opened as a database: ${(cause as Error).message}.`, {
      cause,
      hint: 'Check its permissions, or restore it from the backup of the data folder.',
    });
  }
  return new Kysely<Tables>({ dialect: sqliteDialect(connection) });
}
