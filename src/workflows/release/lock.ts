import { Failure } from '../../base/failure.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { pinsOf, withPins } from '../../release/lockfile/edit-lockfile.ts';
import { type Move, planMoves } from '../../release/plan.ts';
import type { Git } from '../../workspace/git/git.ts';
import type { LockfileStore } from '../../workspace/lockfile-file/lockfile-file.ts';
import { requireValid, type Tree } from '../versions/tree.ts';
import { treePins } from './tree-pins.ts';

export interface LockRequest {
  /** The environment that is derived from the tree. */
  readonly environment: EnvironmentName;
  /** `check` compares and writes nothing; `frozen` refuses when something would have to be written. */
  readonly mode: 'write' | 'check' | 'frozen';
}

export interface LockOutcome {
  readonly environment: EnvironmentName;
  /** Where its pins are. */
  readonly file: string;
  readonly moves: readonly Move[];
  readonly prompts: number;
  readonly lockfile: 'written' | 'unchanged' | 'outdated';
}

export interface LockDependencies {
  readonly tree: Tree;
  readonly lockfile: LockfileStore;
  /** Blob ids of source texts, in order; with `write`, git keeps the texts so that a pin resolves before its commit. */
  readonly blobIds: Git['blobIds'];
}

/**
 * Pins the working tree into the first environment.
 *
 * @throws Failure `prompts-invalid` when `check` would find an error, `lockfile-frozen` in frozen mode
 * when the lockfile is not current.
 */
export async function lock({ environment, mode }: LockRequest, { tree, lockfile, blobIds }: LockDependencies): Promise<LockOutcome> {
  requireValid(tree);
  const current = await lockfile.read();
  const pins = await treePins(tree, blobIds, mode === 'write');
  const next = withPins(current, environment, pins, { replace: true });
  const moves = planMoves(pinsOf(current, environment), pinsOf(next, environment), { prune: true });
  const outcome = { environment, file: lockfile.fileOf(environment), moves, prompts: pins.size };
  if (mode === 'write') return { ...outcome, lockfile: await lockfile.write(next) };
  const isCurrent = await lockfile.holds(next);
  if (mode === 'frozen' && !isCurrent) {
    throw new Failure('lockfile-frozen', `${outcome.file} is out of date for ${environment} and may not be written: ${named(moves)}.`);
  }
  return { ...outcome, lockfile: isCurrent ? 'unchanged' : 'outdated' };
}

function named(moves: readonly Move[]): string {
  if (moves.length === 0) return 'its texts moved';
  const shown = moves.slice(0, 3).map(({ prompt, from, to }) => `${prompt} ${from ? (to ? 'changed' : 'removed') : 'added'}`);
  return moves.length > shown.length ? `${shown.join(', ')} and ${moves.length - shown.length} more` : shown.join(', ');
}
