import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { preparePrivateFolder, writePrivateFile } from '../../private-file.ts';
import type { BackupKey } from './backup-lines.ts';

/** The keys of a data folder: without them tokens, signatures and sealed secrets of the database are void. */
export async function readKeys(dataFolder: string): Promise<BackupKey[]> {
  const names = (await namesIn(dataFolder)).filter((name) => name.endsWith('.key')).sort();
  return await Promise.all(names.map(async (key) => ({ key, base64: (await readFile(join(dataFolder, key))).toString('base64') })));
}

/** The keys that a backup is to hold. One without any would be found out when it is needed. @throws Failure `file-unreadable` */
export async function requireKeys(dataFolder: string): Promise<BackupKey[]> {
  const keys = await readKeys(dataFolder);
  if (keys.length > 0) return keys;
  throw new Failure('file-unreadable', `${dataFolder} holds no keys of a registry.`, {
    hint: 'Name the data folder of the server with `--data`, or leave out `--with-keys`.',
  });
}

/** The files of a folder; none where there is no folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Failure('file-unreadable', `${folder} cannot be read.`, { cause: error });
  }
}

/** Refuses keys that would replace others. @throws Failure `restore-refused` */
export async function requireSameKeys(dataFolder: string, keys: readonly BackupKey[]): Promise<void> {
  const present = new Map((await readKeys(dataFolder)).map(({ key, base64 }) => [key, base64]));
  const other = keys.find(({ key, base64 }) => present.has(key) && present.get(key) !== base64);
  if (other === undefined) return;
  throw new Failure('restore-refused', `${join(dataFolder, other.key)} is another key than that of the backup.`);
}

export async function writeKeys(dataFolder: string, keys: readonly BackupKey[]): Promise<void> {
  await preparePrivateFolder(dataFolder);
  for (const { key, base64 } of keys) await writePrivateFile(join(dataFolder, key), Buffer.from(base64, 'base64'));
}
