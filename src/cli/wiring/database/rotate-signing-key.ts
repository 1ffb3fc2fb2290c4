import { join, resolve } from 'node:path';
import { rotateKey } from '../../../server/signing/announce-key.ts';
import { migrate } from '../../../server/storage/migrations/migrate.ts';
import type { CliContext } from '../../context.ts';
import type { DatabaseFlags } from './database-place.ts';
import { onDatabase } from './on-database.ts';

/** Where the registry of this machine keeps the key that it signs with. */
export function signingKeyFile(dataFolder: string, { globals, variables }: CliContext): string {
  const named = variables.PROMPTLANE_SIGNING_KEY_FILE;
  return named ? resolve(globals.directory, named) : join(dataFolder, 'signing.key');
}

/** Gives a registry a new signing key, which the old one vouches for; the digest of its public half. */
export async function rotateSigningKey(
  flags: DatabaseFlags,
  context: CliContext,
): Promise<{ readonly keyId: string; readonly file: string }> {
  return await onDatabase(flags, context, async ({ database: { db, words }, dataFolder }) => {
    await migrate(db, words);
    const file = signingKeyFile(dataFolder, context);
    const { keyId } = await rotateKey(db, file, Date.now());
    return { keyId, file };
  });
}
