import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import { gitOutput, type RunGit } from '../run-git.ts';

/** The texts of a file that a merge could not settle; a side that deleted it, or never had it, has none. */
export interface ConflictStages {
  readonly base?: BlobId;
  readonly ours?: BlobId;
  readonly theirs?: BlobId;
}

const SIDES: Readonly<Record<string, keyof ConflictStages>> = { 1: 'base', 2: 'ours', 3: 'theirs' };

/**
 * What the index holds of files in conflict, by path; files that are not have no entry.
 *
 * @param undone what it remembers of conflicts that `git add` has ended, instead.
 */
export async function conflictStages(run: RunGit, paths: readonly string[], undone: boolean): Promise<ReadonlyMap<string, ConflictStages>> {
  if (paths.length === 0) return new Map();
  const output = await gitOutput(run, ['ls-files', undone ? '--resolve-undo' : '-u', '-z', '--', ...paths]);
  const stages = new Map<string, ConflictStages>();
  for (const record of output.toString('utf8').split('\0')) {
    const [, blob, stage = '', path = ''] = /^\d{6} ([0-9a-f]+) ([123])\t(.*)$/s.exec(record) ?? [];
    const side = SIDES[stage];
    if (side !== undefined) stages.set(path, { ...stages.get(path), [side]: blob as BlobId });
  }
  return stages;
}
