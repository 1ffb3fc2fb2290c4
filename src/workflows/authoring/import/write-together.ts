import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../../workspace/files/make-folder.ts';
import { writeFileAtomically } from '../../../workspace/files/write-file-atomically.ts';
import type { Target } from './require-room.ts';

/** Writes all files or, when one of them cannot be written, leaves all as they were. @throws Failure `file-unwritable` */
export async function writeTogether(root: string, targets: readonly Pick<Target, 'path' | 'text' | 'state'>[]): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const { path, text, state } of targets) {
      if (state === 'unchanged') continue;
      const absolute = join(root, path);
      const before = state === 'overwritten' ? await readFile(absolute, 'utf8') : undefined;
      await makeFolder(dirname(absolute));
      undo.push(() => (before === undefined ? rm(absolute, { force: true }) : writeFileAtomically(absolute, before)));
      await writeFileAtomically(absolute, text);
    }
  } catch (error) {
    for (const restore of undo.reverse()) await restore();
    throw error;
  }
}
