import type { CommitId, Git } from '../../../workspace/git/git.ts';
import { readTextsAt } from '../../../workspace/git/objects/read-texts-at.ts';
import type { Earlier } from '../../compare/sides/earlier-side.ts';
import type { Side } from '../../compare/sides/side.ts';
import type { Tree } from '../../versions/tree.ts';
import { type EarlierSuites, earlierSuites, type PathsBelow, type TextsAt } from './earlier-suites.ts';

/** What a change is measured from. */
export interface BeforeChange {
  readonly side: Pick<Side, 'digests' | 'unreadable' | 'load'>;
  /** Absent: nothing is known of earlier suites, so every suite counts as touched. */
  readonly suites?: EarlierSuites;
  /** Files as they were; absent where nothing is known of them. */
  readonly textsAt?: TextsAt;
}

export interface BeforeChangeDependencies {
  readonly git: () => Promise<Git | undefined>;
  readonly treeAt: (revision: string) => Promise<Tree>;
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
  { git, treeAt }: BeforeChangeDependencies,
): Promise<BeforeChange> {
  const repository = await git();
  if (commit === undefined || !repository) return { side };
  const textsAt: TextsAt = (paths) => readTextsAt(repository, commit, paths);
  const pathsBelow: PathsBelow = async (folder) => (await repository.listTree(commit, [folder])).map(({ path }) => path);
  return { side, suites: await earlierSuites(await treeAt(revision ?? commit), textsAt, pathsBelow), textsAt };
}
