import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { byCodePoint } from '../../base/text/code-point-order.ts';
import { isLockfileName } from '../../release/lockfile/lockfile-name.ts';
import { refuseStrayLink } from '../files/stray-link.ts';

/** The texts of the lockfiles that are in a folder, by name, in order. @throws Failure `file-unreadable` */
export async function readLockfileTexts(root: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(root)).filter(isLockfileName).sort(byCodePoint);
  const texts = await Promise.all(names.map(async (name) => [name, await readLockfileText(root, name)] as const));
  return new Map(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])));
}

/** The text of one lockfile; nothing when it is not there. @throws Failure `file-unreadable` */
export async function readLockfileText(root: string, name: string): Promise<string | undefined> {
  refuseStrayLink(root, join(root, name));
  try {
    return await readFile(join(root, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Failure('file-unreadable', `Could not read ${name}: ${(error as Error).message}.`, { cause: error });
  }
}
