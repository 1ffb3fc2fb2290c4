import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { privateKey } from '../private-file.ts';

/** The variable that holds the master key where no file may. */
export const MASTER_KEY_VARIABLE = 'PROMPTLANE_MASTER_KEY';

/**
 * The key that seals secrets in the database, and where it stands: the given one, else that of `master.key` in the data
 * folder, made on first use.
 *
 * @throws Failure `usage-invalid` for a given key that is not 64 hexadecimal digits; it is not shown.
 */
export async function masterKey(dataFolder: string, given: string | undefined): Promise<{ key: Buffer; place: string }> {
  const place = join(dataFolder, 'master.key');
  if (given === undefined) return { key: await privateKey(place), place };
  if (/^[0-9a-f]{64}$/i.test(given)) return { key: Buffer.from(given, 'hex'), place: MASTER_KEY_VARIABLE };
  throw new Failure('usage-invalid', `${MASTER_KEY_VARIABLE} is not a key of 32 bytes.`, {
    hint: 'Give 64 hexadecimal digits, for example those of `openssl rand -hex 32`.',
  });
}
