import { Failure } from '../../base/failure.ts';
import { EMPTY_LOCKFILE, type Lockfile } from '../../release/lockfile/lockfile.ts';
import type { CommitId, Git } from '../../workspace/git/git.ts';
import { readTextsAt } from '../../workspace/git/objects/read-texts-at.ts';
import type { Earlier } from '../compare/sides/earlier-side.ts';
import type { BeforeChange } from '../evaluation/affected-suites.ts';
import { earlierSuites } from '../evaluation/earlier-suites.ts';
import type { Tree } from '../versions/tree.ts';
import { UNREADABLE_LOCKFILE } from './judge.ts';

export interface EarlierStateDependencies {
  readonly git: () => Promise<Git | undefined>;
  readonly treeAt: (revision: string) => Promise<Tree>;
  readonly lockAt: (revision: string) => Promise<Lockfile>;
}

/** The commit whose files a change is measured from; an environment has none, so there it is where the branch left the main one. */
export async function earlierCommit(
  { revision, environment }: Earlier,
  targetBranch: string | undefined,
  git: Git | undefined,
): Promise<CommitId | undefined> {
  if (!git) return undefined;
  if (revision !== undefined) return git.resolveRevision(revision);
  return environment === undefined ? undefined : git.mainBranchBase(targetBranch);
}

/** The prompts, suites and datasets that a change is measured from. */
export async function beforeChange(
  { side, revision }: Earlier,
  commit: CommitId | undefined,
  { git, treeAt }: EarlierStateDependencies,
): Promise<BeforeChange> {
  const repository = await git();
  if (commit === undefined || !repository) return { side };
  const suites = await earlierSuites(await treeAt(revision ?? commit), (paths) => readTextsAt(repository, commit, paths));
  return { side, suites };
}

/** What the lockfile pinned before a change: nothing before the first commit, and nothing that it could not be read for. */
export async function lockfileBefore(commit: CommitId | undefined, { lockAt }: EarlierStateDependencies): Promise<Lockfile> {
  if (commit === undefined) return EMPTY_LOCKFILE;
  try {
    return await lockAt(commit);
  } catch (error) {
    // A change that mends the lockfile must not be held up by what it mends.
    if (error instanceof Failure && UNREADABLE_LOCKFILE.includes(error.code)) return EMPTY_LOCKFILE;
    throw error;
  }
}
