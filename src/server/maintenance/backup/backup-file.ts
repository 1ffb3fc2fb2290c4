import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, link, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Failure } from '../../../base/failure.ts';

/**
 * Writes a compressed file that only its owner reads: whole on the disk, or not there.
 *
 * @throws Failure `file-unwritable`, also when the file is there already and `replace` is false.
 */
export async function writeBackupFile(path: string, texts: AsyncIterable<string>, replace: boolean): Promise<void> {
  if (!replace && (await isThere(path))) throw taken(path);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await pipeline(texts, createGzip(), createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true }));
    if (replace) await rename(temporary, path);
    else await link(temporary, path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw taken(path);
    if (error instanceof Failure || code === undefined || !code.startsWith('E') || code.startsWith('ERR_')) throw error;
    throw new Failure('file-unwritable', `${path} cannot be written: ${message}.`, { cause: error });
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The lines of a compressed file, one after the other. @throws Failure `file-unreadable`, `backup-invalid` for a broken file. */
export async function* readBackupFile(path: string): AsyncGenerator<string> {
  const gunzip = createGunzip();
  const reading = pipeline(createReadStream(path), gunzip).catch((error: unknown) => error);
  const pieces: string[] = [];
  try {
    for await (const chunk of gunzip.setEncoding('utf8') as AsyncIterable<string>) {
      const [first = '', ...others] = chunk.split('\n');
      pieces.push(first);
      for (const text of others) {
        yield pieces.splice(0).join('');
        pieces.push(text);
      }
    }
  } catch (error) {
    const { code, message } = ((await reading) ?? error) as NodeJS.ErrnoException;
    if (code?.startsWith('Z_')) throw new Failure('backup-invalid', `The backup is broken: ${message}.`, { cause: error });
    throw new Failure('file-unreadable', `${path} cannot be read: ${message}.`, { cause: error });
  }
  const rest = pieces.join('');
  if (rest !== '') yield rest;
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

function taken(path: string): Failure {
  return new Failure('file-unwritable', `${path} is there already.`, { hint: 'Name another file, or replace it with `--force`.' });
}
