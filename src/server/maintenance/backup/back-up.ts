import { sql } from 'kysely';
import { Failure } from '../../../base/failure.ts';
import type { SqlDialect } from '../../storage/dialect.ts';
import { registryTables, stepsTaken } from '../../storage/migrations/migrate.ts';
import type { OpenDatabase } from '../../storage/open-database.ts';
import type { Database } from '../../storage/tables.ts';
import { tableRows } from '../table-rows.ts';
import { writeBackupFile } from './backup-file.ts';
import { BACKUP_SCHEMA, type BackupEnd, type BackupKey, type BackupLine, sealedLines } from './backup-lines.ts';

export interface BackupRequest {
  readonly file: string;
  /** Replaces a file that is there. */
  readonly replace: boolean;
  readonly keys: readonly BackupKey[];
  readonly time: number;
}

/** What a backup holds. */
export interface BackupOutcome {
  readonly file: string;
  readonly steps: number;
  readonly epoch: number;
  readonly tables: number;
  readonly rows: number;
  readonly keys: readonly string[];
}

/**
 * Writes everything that a registry stores to one file, as it is at one moment, while servers go on writing.
 *
 * The file restores into either kind of database.
 * @throws Failure `database-empty` where there is no registry, `file-unwritable`; then there is no file.
 */
export async function backUp({ db, words }: OpenDatabase, { file, replace, keys, time }: BackupRequest): Promise<BackupOutcome> {
  return await db
    .transaction()
    .setAccessMode('read only')
    .execute(async (transaction) => {
      for (const statement of words.takeYourTime) await sql.raw(statement).execute(transaction);
      const steps = await stepsTaken(transaction, words);
      if (steps === 0) throw new Failure('database-empty', 'The database holds no registry.');
      const { epoch } = await transaction.selectFrom('registry').select('epoch').executeTakeFirstOrThrow();
      const tables = await registryTables(transaction, words);
      let rows = 0;
      const lines = async function* (): AsyncGenerator<Exclude<BackupLine, BackupEnd>> {
        yield { schema: BACKUP_SCHEMA, steps, epoch, time };
        yield* keys;
        for await (const line of linesOf(transaction, words, tables)) {
          if (Array.isArray(line)) rows += 1;
          yield line;
        }
      };
      await writeBackupFile(file, sealedLines(lines()), replace);
      return { file, steps, epoch, tables: tables.length, rows, keys: keys.map(({ key }) => key) };
    });
}

async function* linesOf(db: Database, words: SqlDialect, tables: readonly string[]): AsyncGenerator<Exclude<BackupLine, BackupEnd>> {
  for (const table of tables) {
    let columns: string[] | undefined;
    for await (const row of tableRows(db, words, table)) {
      if (columns === undefined) {
        columns = Object.keys(row);
        yield { table, columns };
      }
      yield columns.map((column) => row[column] ?? null);
    }
  }
}
