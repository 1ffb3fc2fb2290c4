import { gitFailure, type RunGit } from '../run-git.ts';

/** Whether what is checked out has a commit in its history. A commit that the clone does not hold is not. */
export async function reachesCommit(run: RunGit, commit: string): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', commit, 'HEAD'];
  const result = await run(args);
  if (result.code === 0) return true;
  // 128: an object that is not here, or no HEAD yet.
  if (result.code === 1 || result.code === 128) return false;
  throw gitFailure(args, result);
}
