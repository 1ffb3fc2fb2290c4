import { sql } from 'kysely';
import { Failure } from '../../../base/failure.ts';
import type { SqlDialect } from '../../storage/dialect.ts';
import { MIGRATIONS, registryTables, stepsTaken, takeSteps } from '../../storage/migrations/migrate.ts';
import type { OpenDatabase } from '../../storage/open-database.ts';
import type { Database } from '../../storage/tables.ts';
import { readBackupFile } from './backup-file.ts';
import { type BackupHeader, type BackupKey, type BackupLine, type BackupRow, isHeader, openedLines } from './backup-lines.ts';

export interface RestoreOutcome {
  readonly file: string;
  /** When the backup was made. */
  readonly time: number;
  /** The schema that the backup had, and the one that the database has now. */
  readonly from: number;
  readonly to: number;
  /** Higher than any that a client can have seen. */
  readonly epoch: number;
  readonly rows: number;
}

/** What a backup says of itself, once every line of it was held against its checksum. */
export interface VerifiedBackup {
  readonly file: string;
  readonly header: BackupHeader;
  readonly keys: readonly BackupKey[];
}

/** Reads a backup through. @throws Failure `backup-invalid`, `file-unreadable`, `database-newer` for one of a newer program */
export async function verifyBackup(file: string): Promise<VerifiedBackup> {
  let header: BackupHeader | undefined;
  const keys: BackupKey[] = [];
  for await (const line of openedLines(readBackupFile(file))) {
    if (isHeader(line)) header = line;
    else if ('key' in line) keys.push(line);
  }
  if (header === undefined) throw new Error('a backup was opened that has no header');
  if (header.steps > MIGRATIONS.length) {
    throw new Failure('database-newer', `The backup has schema ${header.steps}; this program knows schemas up to ${MIGRATIONS.length}.`);
  }
  return { file, header, keys };
}

/**
 * Fills a database with a backup, all of it or nothing, and brings it to the schema of this program.
 *
 * The epoch is raised to the second of the restore, so that no client takes the state for one that it has seen,
 * even when the same backup is restored twice.
 * @throws Failure `restore-refused` when there is a registry already and `replace` is false, `database-foreign`.
 */
export async function restore(
  { db, words }: OpenDatabase,
  { file, header }: VerifiedBackup,
  { replace, time }: { readonly replace: boolean; readonly time: number },
): Promise<RestoreOutcome> {
  return await db.transaction().execute(async (transaction) => {
    for (const statement of words.takeYourTime) await sql.raw(statement).execute(transaction);
    const before = await makeRoom(transaction, words, replace);
    await takeSteps(transaction, words, MIGRATIONS.slice(0, header.steps));
    const rows = await insertRows(transaction, openedLines(readBackupFile(file)));
    const { to } = await takeSteps(transaction, words, MIGRATIONS);
    const epoch = Math.max(header.epoch + 1, before + 1, Math.floor(time / 1000));
    await transaction.updateTable('registry').set({ epoch }).execute();
    return { file, time: header.time, from: header.steps, to, epoch, rows };
  });
}

/** Drops the registry that is there, if it may; gives its epoch. */
async function makeRoom(transaction: Database, words: SqlDialect, replace: boolean): Promise<number> {
  const steps = await stepsTaken(transaction, words);
  if (steps === 0) return 0;
  if (!replace) throw new Failure('restore-refused', 'The database holds a registry already.');
  const { epoch } = await transaction.selectFrom('registry').select('epoch').executeTakeFirstOrThrow();
  // What refers to others was made after them.
  const tables = ['schema_steps', ...(await registryTables(transaction, words)).reverse()];
  for (const table of tables) await sql`drop table ${sql.table(table)}`.execute(transaction);
  return epoch;
}

/** Rows of one statement: the widest tables have some twenty columns. */
const ROWS = 100;

async function insertRows(transaction: Database, lines: AsyncIterable<BackupLine>): Promise<number> {
  let table = '';
  let columns: readonly string[] = [];
  let waiting: BackupRow[] = [];
  let rows = 0;
  const insert = async () => {
    const some = waiting.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
    if (some.length > 0)
      await transaction
        .insertInto(table as never)
        .values(some as never)
        .execute();
    rows += waiting.length;
    waiting = [];
  };
  for await (const line of lines) {
    if (Array.isArray(line)) {
      waiting.push(line);
      if (waiting.length >= ROWS) await insert();
    } else if ('table' in line) {
      await insert();
      ({ table, columns } = line);
      // Steps of the schema write first rows of their own.
      await sql`delete from ${sql.table(table)}`.execute(transaction);
    }
  }
  await insert();
  return rows;
}
