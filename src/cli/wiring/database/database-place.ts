import { join, resolve } from 'node:path';
import type { DatabasePlace } from '../../../server/storage/open-database.ts';
import { STATE_FOLDER } from '../../../workspace/state-folder.ts';
import type { CliContext } from '../../context.ts';
import { saidText } from '../../program/flag-values.ts';

/** Where a registry of this machine keeps what it has, as its flags say. */
export interface DatabaseFlags {
  readonly data?: string;
  readonly database?: string;
}

const URL_HINT = 'Give the URL of a PostgreSQL database: postgres://user@host:5432/database.';

/** The database and the folder of keys that the flags mean, else those of the workspace. */
export function databasePlace({ data, database }: DatabaseFlags, root: string, { globals, variables }: CliContext): DatabasePlace {
  const dataFolder = data === undefined ? join(root, STATE_FOLDER) : resolve(globals.directory, data);
  // From the environment, no list of processes shows its password.
  const url = database === undefined ? variables.PROMPTLANE_DATABASE_URL : saidText('--database', database, URL_HINT);
  return { dataFolder, ...(url && { url }) };
}
