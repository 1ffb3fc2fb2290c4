import { resolve } from 'node:path';
import type { DatabasePlace } from '../../server/storage/open-database.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { makeStateFolder } from '../../workspace/state-folder.ts';
import type { CliContext } from '../context.ts';
import { saidText } from '../program/flag-values.ts';

/** Where a registry of this machine keeps what it has, as its flags say. */
export interface DatabaseFlags {
  readonly data?: string;
  readonly database?: string;
}

const URL_HINT = 'Give the URL of a PostgreSQL database: postgres://user@host:5432/database.';

/** The URL of PostgreSQL, from the flag or from the environment, where no list of processes shows its password. */
function databaseUrl({ database }: DatabaseFlags, variables: CliContext['variables']): string | undefined {
  if (database !== undefined) return saidText('--database', database, URL_HINT);
  return variables.PROMPTLANE_DATABASE_URL === '' ? undefined : variables.PROMPTLANE_DATABASE_URL;
}

/** The database and the folder of keys that the flags mean. */
export async function databasePlace(flags: DatabaseFlags, { root }: Workspace, { globals, variables }: CliContext): Promise<DatabasePlace> {
  const url = databaseUrl(flags, variables);
  const dataFolder = flags.data === undefined ? await makeStateFolder(root) : resolve(globals.directory, flags.data);
  return { dataFolder, ...(url !== undefined && { url }) };
}
