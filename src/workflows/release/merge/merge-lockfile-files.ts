import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { parseOwn } from '../../../release/lockfile/join-lockfiles.ts';
import { EMPTY_LOCKFILE, type Lockfile } from '../../../release/lockfile/lockfile.ts';
import { mergeText } from '../../../release/lockfile/merge/conflict-text.ts';
import { isOneTree } from '../../../release/lockfile/merge/is-one-tree.ts';
import { mergeLockfiles, type PinConflict } from '../../../release/lockfile/merge/merge-lockfiles.ts';
import { readBase } from '../../../release/lockfile/merge/read-base.ts';
import { openWorkspace } from '../../../workspace/config/open-workspace.ts';
import { writeFileAtomically } from '../../../workspace/files/write-file-atomically.ts';

/** What git gives a merge driver. Files are relative to `directory`, the top of the working tree. */
export interface DriverRequest {
  readonly base: string;
  /** Holds our side, and the result afterwards. */
  readonly ours: string;
  readonly theirs: string;
  /** Where the lockfile is in the repository. */
  readonly path: string;
  readonly markerSize: number;
  readonly directory: string;
}

export interface DriverOutcome {
  readonly path: string;
  /** Pins of later environments that both sides changed. */
  readonly conflicts: readonly PinConflict[];
  /** The environment that has to be derived from the merged prompts, because neither side knew it. */
  readonly stale?: EnvironmentName;
}

/**
 * Merges three lockfiles into the second, as git asks a merge driver to.
 *
 * Git merges all files before it writes any, so the tree is not there yet to derive the first environment from.
 * Its pins are merged like the others; where both sides changed one the merge is left open, without markers.
 *
 * @throws Failure `file-unreadable`, `lockfile-invalid`, `lockfile-conflicted`; the files are as they were then.
 */
export async function mergeLockfileFiles({ directory, path, markerSize, ...files }: DriverRequest): Promise<DriverOutcome> {
  const [base = '', ours = '', theirs = ''] = await Promise.all(
    [files.base, files.ours, files.theirs].map((file) => textOf(resolve(directory, file))),
  );
  const file = basename(path);
  const read = (text: string) => (text === '' ? EMPTY_LOCKFILE : parseOwn({ file, text }));
  const { lockfile, conflicts } = mergeLockfiles({ ...readBase({ file, text: base }), ours: read(ours), theirs: read(theirs) });
  const first = await firstEnvironmentAt(resolve(directory, dirname(path)));
  const open = conflicts.filter(({ environment }) => environment !== first);
  await writeFileAtomically(resolve(directory, files.ours), mergeText({ lockfile, conflicts: open }, markerSize));
  return { path, conflicts: open, ...(first !== undefined && isStale(first, lockfile, conflicts) && { stale: first }) };
}

function isStale(first: EnvironmentName, lockfile: Lockfile, conflicts: readonly PinConflict[]): boolean {
  return conflicts.some(({ environment }) => environment === first) || !isOneTree(lockfile.environments.get(first));
}

async function firstEnvironmentAt(folder: string): Promise<EnvironmentName | undefined> {
  try {
    const { config } = await openWorkspace({ cwd: folder });
    return config.environments[0]?.name;
  } catch (error) {
    // The config may be in conflict itself. Every environment counts as a later one then.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: Error) => {
    throw new Failure('file-unreadable', `Could not read ${path}: ${cause.message}.`, { cause });
  });
}
