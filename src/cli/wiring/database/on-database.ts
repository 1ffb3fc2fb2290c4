import { existsSync } from 'node:fs';
import { Failure } from '../../../base/failure.ts';
import { preparePrivateFolder } from '../../../server/private-file.ts';
import { type DatabasePlace, databaseFile, type OpenDatabase, openDatabase } from '../../../server/storage/open-database.ts';
import type { CliContext } from '../../context.ts';
import { openSession } from '../../session/session.ts';
import { type DatabaseFlags, databasePlace } from './database-place.ts';

/** A database that is open, and where. */
export interface PlacedDatabase extends DatabasePlace {
  readonly database: OpenDatabase;
}

/**
 * Opens the database that flags mean, for as long as it is used.
 *
 * @throws Failure `database-empty` when there is no file, unless it is to be made.
 */
export async function onDatabase<Outcome>(
  flags: DatabaseFlags,
  context: CliContext,
  use: (placed: PlacedDatabase) => Promise<Outcome>,
  { isToBeMade = false } = {},
): Promise<Outcome> {
  const place = databasePlace(flags, (await openSession(context).workspace()).root, context);
  if (isToBeMade) await preparePrivateFolder(place.dataFolder);
  else if (place.url === undefined && !existsSync(databaseFile(place.dataFolder))) {
    throw new Failure('database-empty', `There is no registry in ${place.dataFolder}.`);
  }
  const database = await openDatabase(place);
  try {
    return await use({ ...place, database });
  } finally {
    await database.db.destroy();
  }
}
