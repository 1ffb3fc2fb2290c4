import type { Workspace } from '../../workspace/config/workspace.ts';
import type { CommitId, Git } from '../../workspace/git/git.ts';
import type { Earlier } from '../compare/sides/earlier-side.ts';
import type { CiRequest } from './ci-request.ts';

type Repository = Pick<Git, 'mainBranchBase' | 'resolveRevision' | 'beyondHistory'>;

/** The config that a change is judged by: a stranger's must not choose what it is compared with when the machine tells it. */
export function judgingConfig({ config }: Pick<Workspace, 'config'>, { trust, targetBranch }: CiRequest): Workspace['config'] {
  const { against, ...breaking } = config.breaking;
  if (against === undefined || !trust.restricted || targetBranch === undefined) return config;
  return { ...config, breaking };
}

/**
 * The request, with what a machine compares a commit of the main branch with: where the branch was before the push, else
 * the commit before. Compared with itself, every commit would pass.
 */
export async function comparedWith(request: CiRequest, config: Workspace['config'], git: Repository | undefined): Promise<CiRequest> {
  if (!request.isCi || !git || request.against !== undefined || config.breaking.against !== undefined) return request;
  // A base that cannot be had is told by each gate that needs it.
  const base = await git.mainBranchBase(request.targetBranch).catch(() => undefined);
  if (base === undefined || base !== (await git.resolveRevision('HEAD'))) return request;
  const earlier = await commitBefore(base, request.pushedOver, git);
  return earlier === undefined ? request : { ...request, against: `git:${earlier}` };
}

const COMMIT = /^(?!0+$)[0-9a-f]{40,64}$/;

/** The commit at which a branch was before the push that a job is about; a branch that is new has none. */
export function pushedOver(variables: Readonly<Record<string, string | undefined>>, event: unknown): string | undefined {
  const isPush = variables.GITHUB_EVENT_NAME === 'push' && typeof event === 'object' && event !== null && 'before' in event;
  const before = isPush ? event.before : variables.CI_COMMIT_BEFORE_SHA;
  return typeof before === 'string' && COMMIT.test(before) ? before : undefined;
}

/** A revision; one that this clone may lack is named all the same where that is why, so that the gates say which fetch helps. */
async function commitBefore(head: CommitId, pushedOver: string | undefined, git: Repository): Promise<string | undefined> {
  const found = async (revision: string) => git.resolveRevision(revision).catch(() => undefined);
  const pushed = pushedOver === undefined ? undefined : await found(pushedOver);
  const before = pushed !== undefined && pushed !== head ? pushed : await found(`${head}~1`);
  if (before !== undefined) return before.slice(0, 12);
  return (await git.beyondHistory()) === undefined ? undefined : 'HEAD~1';
}

/** True when a change is compared with the very commit that is checked out, and nothing else is there. */
export async function comparesItself({ revision }: Earlier, git: Git | undefined): Promise<boolean> {
  if (revision === undefined || !git) return false;
  const { commit, dirty } = await git.headInfo();
  return !dirty && commit === (await git.resolveRevision(revision));
}
