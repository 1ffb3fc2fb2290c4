import type { Config } from '../../../workspace/config/config.ts';
import type { Git } from '../../../workspace/git/git.ts';
import { openEarlierSide, type SideDependencies } from './open-side.ts';
import { parseSide, type Side } from './side.ts';

/** What a change is compared with. */
export interface EarlierRequest {
  /** An environment, a git revision or `index`; absent: the config's, else where the branch left the main one. */
  readonly against?: string;
  /** The branch that a pull request goes to, where the machine tells it. */
  readonly targetBranch?: string;
}

export interface EarlierDependencies extends SideDependencies {
  readonly git: () => Promise<Pick<Git, 'mainBranchBase'> | undefined>;
}

/** The side that a change is compared with, and what it is. */
export interface Earlier {
  readonly side: Side;
  /** The environment that it is, when it is one. */
  readonly environment?: string;
  /** The git revision that it is, when it is one. */
  readonly revision?: string;
}

/** Before the first commit there is nothing that anyone could call. */
const NOTHING_YET: Side = {
  name: 'nothing (no commit yet)',
  digests: new Map(),
  unreadable: new Map(),
  load: () => Promise.reject(new TypeError('nothing has no prompts')),
  files: async () => new Map(),
};

/**
 * Opens what a change is compared with: what was named, else what the config names, else where the branch left the main one.
 *
 * @throws Failure `reference-unknown`, `environment-unknown`, `git-object-missing`; `git-missing` outside a repository
 */
export async function earlierSide(
  { against, targetBranch }: EarlierRequest,
  config: Pick<Config, 'breaking' | 'environments'>,
  dependencies: EarlierDependencies,
): Promise<Earlier> {
  const named = against ?? config.breaking.against;
  if (named !== undefined) {
    const revision = parseSide(named, config.environments);
    const side = await openEarlierSide(revision, dependencies);
    if (revision.kind === 'environment') return { side, environment: revision.environment };
    return { side, ...(revision.kind === 'git' && { revision: revision.revision }) };
  }
  const repository = await dependencies.git();
  const base = await repository?.mainBranchBase(targetBranch);
  // Outside a repository opening a revision says so, better than an empty side would.
  if (repository && base === undefined) return { side: NOTHING_YET };
  const revision = base?.slice(0, 12) ?? 'HEAD';
  return { side: await openEarlierSide({ kind: 'git', revision }, dependencies), revision };
}
