import { Failure } from '../../base/failure.ts';
import type { CommitId } from './git.ts';
import { beyondClone } from './objects/explain-missing.ts';
import { gitFailure, type RunGit } from './run-git.ts';

/** Where the main branch is, the remote's first: it is what the others work from. */
const MAIN_BRANCHES: readonly string[] = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

/**
 * The commit that what is checked out left the main branch at; HEAD itself where there is no such branch.
 *
 * @param target the branch that a pull request goes to, where the machine tells it. No other takes its place: what left
 * that one long ago may differ from another in nothing.
 * @returns nothing before the first commit.
 * @throws Failure `git-object-missing` when the clone does not hold the target, or does not reach back that far: HEAD
 * would make every change look compatible.
 */
export async function mainBranchBase(run: RunGit, target: string | undefined): Promise<CommitId | undefined> {
  const head = await commitOf(run, 'HEAD');
  if (head === undefined) return undefined;
  for (const name of target === undefined ? MAIN_BRANCHES : [`origin/${target}`, target]) {
    const commit = (await commitOf(run, `refs/remotes/${name}`)) ?? (await commitOf(run, `refs/heads/${name}`));
    if (commit === undefined) continue;
    const base = await mergeBase(run, head, commit);
    if (base !== undefined) return base;
  }
  const beyond = await beyondClone(run);
  if (target !== undefined) {
    throw missing(`where this branch left ${JSON.stringify(target)}`, beyond ?? `Fetch that branch: \`git fetch origin\` with its name.`);
  }
  if (beyond === undefined) return head;
  throw missing('at which this branch left the main one', beyond);
}

function missing(which: string, hint: string): Failure {
  return new Failure('git-object-missing', `This clone does not hold the commit ${which}.`, {
    hint: `${hint} Or name what to compare with: \`--against <revision|environment>\`.`,
  });
}

async function commitOf(run: RunGit, name: string): Promise<CommitId | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  const { code, stdout } = await run(args);
  return code === 0 ? (stdout.toString().trim() as CommitId) : undefined;
}

/** Nothing when the two have no history in common, as far as the clone holds it. */
async function mergeBase(run: RunGit, left: CommitId, right: CommitId): Promise<CommitId | undefined> {
  const args = ['merge-base', left, right];
  const result = await run(args);
  if (result.code === 0) return result.stdout.toString().trim() as CommitId;
  if (result.code === 1) return undefined;
  throw gitFailure(args, result);
}
