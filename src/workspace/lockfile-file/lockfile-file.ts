import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { EMPTY_LOCKFILE, type Lockfile } from '../../release/lockfile/lockfile.ts';
import { parseLockfile, refuseConflictMarkers } from '../../release/lockfile/parse-lockfile.ts';
import { lockfileText } from '../../release/lockfile/write-lockfile.ts';
import type { Workspace } from '../config/workspace.ts';
import { writeFileAtomically } from '../files/write-file-atomically.ts';

export const LOCKFILE_NAME = 'promptlane.lock';

/** The desired pins of a project, as its lockfile says. */
export interface LockfileStore {
  /** @throws Failure `lockfile-invalid` or `lockfile-conflicted`; a file that is not there reads as empty. */
  read(): Promise<Lockfile>;
  /** The text as it stands, or nothing when there is no file. */
  readText(): Promise<string | undefined>;
  /**
   * Writes the whole file, or nothing: an equal lockfile is left alone, line ends of the checkout included.
   *
   * @throws Failure `write-raced` when the file is not what `read` saw, `lockfile-conflicted` over conflict markers.
   */
  write(lock: Lockfile): Promise<'written' | 'unchanged'>;
}

/** The lockfile in the root of a workspace. */
export function lockfileFile({ root }: Pick<Workspace, 'root'>): LockfileStore {
  const path = join(root, LOCKFILE_NAME);
  let seen: { text: string | undefined } | undefined;

  const readText = async () => {
    seen = { text: await textOf(path) };
    return seen.text;
  };

  return {
    readText,

    async read() {
      const text = await readText();
      return text === undefined ? EMPTY_LOCKFILE : parseLockfile({ file: LOCKFILE_NAME, text });
    },

    async write(lock) {
      const before = await textOf(path);
      const expected = seen ?? { text: before };
      refuseRace(expected.text, before);
      if (before !== undefined) refuseConflictMarkers({ file: LOCKFILE_NAME, text: before });
      const text = lockfileText(lock);
      if (before?.replaceAll('\r\n', '\n') === text) return 'unchanged';
      await writeFileAtomically(path, text, async () => refuseRace(expected.text, await textOf(path)));
      seen = { text };
      return 'written';
    },
  };
}

function refuseRace(expected: string | undefined, now: string | undefined): void {
  if (now !== expected) throw new Failure('write-raced', `${LOCKFILE_NAME} was changed by another process since it was read.`);
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Failure('file-unreadable', `Could not read ${LOCKFILE_NAME}: ${(error as Error).message}.`, { cause: error });
  }
}
