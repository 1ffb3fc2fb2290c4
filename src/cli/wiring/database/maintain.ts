import { resolve } from 'node:path';
import type { Ending } from '../../../base/exit-code.ts';
import { Failure } from '../../../base/failure.ts';
import { backUp } from '../../../server/maintenance/backup/back-up.ts';
import { readKeys, requireKeys, requireSameKeys, writeKeys } from '../../../server/maintenance/backup/key-files.ts';
import { restore, verifyBackup } from '../../../server/maintenance/backup/restore.ts';
import { checkDatabase } from '../../../server/maintenance/check/check-database.ts';
import { migrate, stepsTaken } from '../../../server/storage/migrations/migrate.ts';
import type { CliContext } from '../../context.ts';
import { jsonDocument } from '../../json.ts';
import { backupText, databaseCheckText, migrationText, restoreText } from '../../render/registry/database.ts';
import type { DatabaseFlags } from './database-place.ts';
import { onDatabase } from './on-database.ts';

/** What commands that open a database themselves share. */
export interface MaintenanceFlags extends DatabaseFlags {
  readonly json: boolean;
}

/** Brings a database to the schema of this program. */
export async function migrateDatabase(flags: MaintenanceFlags, context: CliContext): Promise<Ending> {
  const outcome = await onDatabase(flags, context, async ({ database: { db, words } }) => {
    if ((await stepsTaken(db, words)) === 0) throw new Failure('database-empty', 'The database holds no registry.');
    return await migrate(db, words);
  });
  print(context, flags, 'promptlane/db-migrate/v1', outcome, migrationText);
  return 'ok';
}

/** Writes a backup, while servers go on. */
export async function backUpDatabase(
  file: string,
  flags: MaintenanceFlags & { readonly withKeys: boolean; readonly force: boolean },
  context: CliContext,
): Promise<Ending> {
  const outcome = await onDatabase(flags, context, async ({ database, dataFolder }) => {
    const keys = flags.withKeys ? await requireKeys(dataFolder) : [];
    return await backUp(database, { file: resolve(context.globals.directory, file), replace: flags.force, keys, time: Date.now() });
  });
  print(context, flags, 'promptlane/db-backup/v1', outcome, backupText);
  return 'ok';
}

/** Fills a database with a backup. */
export async function restoreDatabase(
  file: string,
  flags: MaintenanceFlags & { readonly force: boolean },
  context: CliContext,
): Promise<Ending> {
  const backup = await verifyBackup(resolve(context.globals.directory, file));
  const fill = async ({ database, dataFolder }: Parameters<Parameters<typeof onDatabase>[2]>[0]) => {
    if (!flags.force) await requireSameKeys(dataFolder, backup.keys);
    const restored = await restore(database, backup, { replace: flags.force, time: Date.now() });
    await writeKeys(dataFolder, backup.keys);
    const keys = (await readKeys(dataFolder)).map(({ key }) => key);
    return { ...restored, keys: backup.keys.map(({ key }) => key), hasPepper: keys.includes('pepper.key') };
  };
  const outcome = await onDatabase(flags, context, fill, { isToBeMade: true });
  print(context, flags, 'promptlane/db-restore/v1', outcome, restoreText);
  return 'ok';
}

/** Holds a database against what a registry promises. */
export async function inspectDatabase(flags: MaintenanceFlags, context: CliContext): Promise<Ending> {
  const verdict = await onDatabase(flags, context, ({ database }) => checkDatabase(database));
  print(context, flags, 'promptlane/db-check/v1', verdict, databaseCheckText);
  return verdict.findings.length === 0 ? 'ok' : 'drift';
}

function print<Outcome extends object>(
  { terminal }: CliContext,
  { json }: MaintenanceFlags,
  schema: Parameters<typeof jsonDocument>[0],
  outcome: Outcome,
  text: (outcome: Outcome, color: CliContext['terminal']['color']) => string,
): void {
  terminal.print(json ? jsonDocument(schema, outcome) : text(outcome, terminal.color));
}
