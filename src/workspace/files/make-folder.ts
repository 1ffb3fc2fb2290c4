import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../../base/failure.ts';

/** Makes a folder and those above it; one that is there stays as it is. @throws Failure `file-unwritable` */
export async function makeFolder(path: string, options: { readonly mode?: number } = {}): Promise<void> {
  try {
    await makeMissing(path, options);
  } catch (cause) {
    throw new Failure('file-unwritable', `The folder ${path} cannot be made: ${(cause as Error).message}.`, { cause });
  }
}

/** Not by `recursive`: where a system refuses a folder by saying that it is missing, as /proc does, Node tries forever. */
async function makeMissing(path: string, options: { readonly mode?: number }): Promise<void> {
  if (!existsSync(dirname(path))) await makeMissing(dirname(path), options);
  try {
    await mkdir(path, options);
  } catch (error) {
    const isThere = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (!isThere) throw error;
  }
}
