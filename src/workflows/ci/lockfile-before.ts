import { Failure } from '../../base/failure.ts';
import { EMPTY_LOCKFILE, type Lockfile } from '../../release/lockfile/lockfile.ts';
import type { CommitId } from '../../workspace/git/git.ts';
import { UNREADABLE_LOCKFILE } from './judge.ts';

/** What the lockfile pinned before a change: nothing before the first commit, and nothing that it could not be read for. */
export async function lockfileBefore(
  commit: CommitId | undefined,
  { lockAt }: { readonly lockAt: (revision: string) => Promise<Lockfile> },
): Promise<Lockfile> {
  if (commit === undefined) return EMPTY_LOCKFILE;
  try {
    return await lockAt(commit);
  } catch (error) {
    // A change that mends the lockfile must not be held up by what it mends.
    if (error instanceof Failure && UNREADABLE_LOCKFILE.includes(error.code)) return EMPTY_LOCKFILE;
    throw error;
  }
}
