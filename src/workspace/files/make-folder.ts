import { mkdir } from 'node:fs/promises';
import { Failure } from '../../base/failure.ts';

/** Makes a folder and those above it; one that is there stays as it is. @throws Failure `file-unwritable` */
export async function makeFolder(path: string, options: { readonly mode?: number } = {}): Promise<void> {
  try {
    await mkdir(path, { ...options, recursive: true });
  } catch (cause) {
    throw new Failure('file-unwritable', `The folder ${path} cannot be made: ${(cause as Error).message}.`, { cause });
  }
}
