import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../base/failure.ts';

const KEY_BYTES = 32;

/** Makes a folder that only its owner can enter. */
export async function preparePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await chmod(path, 0o700);
  } catch (error) {
    throw new Failure('file-unwritable', `The data folder ${path} cannot be used.`, { cause: error });
  }
}

/** Writes a file that only its owner reads: whole on the disk, or not there. */
export async function writePrivateFile(path: string, content: string | Buffer): Promise<void> {
  await writeWhole(path, content, rename);
}

async function writeWhole(path: string, content: string | Buffer, land: (from: string, to: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await land(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new Failure('file-unwritable', `${path} cannot be written: ${(error as Error).message}.`, { cause: error });
  }
}

/** Of two servers that make a key at once, both go on with the first one's. */
async function landFirst(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    // Some file systems have no links.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return await rename(from, to);
  }
  await rm(from);
}

/** The random key that a file holds, made on first use. A file that is there but unfit is never replaced: every token depends on it. */
export async function privateKey(path: string): Promise<Buffer> {
  try {
    const key = await readFile(path);
    if (key.length === KEY_BYTES) return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new Failure('file-unreadable', `${path} cannot be read.`, { cause: error });
    await writeWhole(path, randomBytes(KEY_BYTES), landFirst);
    return await privateKey(path);
  }
  throw new Failure('file-unreadable', `${path} is not a key of ${KEY_BYTES} bytes.`, {
    hint: 'Restore it from the backup of the data folder.',
  });
}
