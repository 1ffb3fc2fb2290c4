import { type PullDependencies, type PullOutcome, type PullRequest, pull } from './pull/pull.ts';
import { type PushDependencies, type PushOutcome, type PushRequest, push } from './push/push.ts';

export interface SyncOutcome {
  readonly pull: PullOutcome;
  /** Absent when nothing was written: there is nothing to push of a result that exists nowhere. */
  readonly push?: PushOutcome;
}

export interface SyncDependencies {
  readonly pull: PullDependencies;
  /** The tree and the lockfile as they are after the pull. */
  readonly push: () => Promise<PushDependencies>;
}

/** Pulls, then pushes what the tree is then. A conflict of one prompt stops neither the others nor the push. */
export async function sync(
  request: { readonly pull: PullRequest; readonly push: PushRequest },
  dependencies: SyncDependencies,
): Promise<SyncOutcome> {
  const pulled = await pull(request.pull, dependencies.pull);
  const isWritten = request.pull.mode === 'write' || (request.pull.mode === 'frozen' && pulled.lockfile === 'unchanged');
  return isWritten ? { pull: pulled, push: await push(request.push, await dependencies.push()) } : { pull: pulled };
}
