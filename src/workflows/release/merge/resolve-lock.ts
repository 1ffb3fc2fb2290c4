import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { pinsOf, withPins } from '../../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../../release/lockfile/lockfile.ts';
import { mergeAfterHandWork, withPin } from '../../../release/lockfile/merge/hand-decisions.ts';
import { type LockfileMerge, mergeLockfiles, type PinConflict } from '../../../release/lockfile/merge/merge-lockfiles.ts';
import { type Move, planMoves } from '../../../release/plan.ts';
import type { LockfileConflict } from '../../../workspace/lockfile-file/lockfile-conflict.ts';
import type { ReadTexts } from '../../versions/batched-texts.ts';
import { lockedVersions } from '../../versions/locked-versions.ts';
import { requireValid } from '../../versions/tree.ts';
import { firstOf } from '../../versions/version-source.ts';
import type { LockDependencies, LockOutcome } from '../lock.ts';
import { moveChanges } from '../moves/move-changes.ts';
import { treePins } from '../tree-pins.ts';

/** Which side of a merge: as git names them, so that in a rebase `ours` is the branch that is rebased onto. */
export type MergeSide = 'ours' | 'theirs';

export interface ResolveRequest {
  /** The environment that is derived from the tree: nothing in it is a conflict. */
  readonly environment: EnvironmentName;
  /** Whose pins to take where both sides changed one. */
  readonly favour?: MergeSide;
}

/** A conflict that is over: which version holds now, none when it is pinned no more. */
export interface SettledConflict {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
  readonly to?: Digest;
  /** `hand`: somebody took its markers out of the file. */
  readonly by: MergeSide | 'hand';
}

/** A conflict that somebody has to decide. */
export interface OpenConflict {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
  readonly base?: Digest;
  readonly ours?: Digest;
  readonly theirs?: Digest;
  /** What theirs has otherwise than ours, in short lines; none when a content is not at hand. */
  readonly changes: readonly string[];
}

export interface ResolveOutcome extends Omit<LockOutcome, 'lockfile'> {
  readonly lockfile: 'written' | 'unchanged' | 'conflicted';
  /** The files that were in conflict. */
  readonly files: readonly string[];
  /** What the merge moves in later environments, seen from our side. */
  readonly merged: readonly { readonly environment: EnvironmentName; readonly moves: readonly Move[] }[];
  readonly settled: readonly SettledConflict[];
  readonly conflicts: readonly OpenConflict[];
}

export interface ResolveDependencies extends LockDependencies {
  readonly conflict: LockfileConflict;
  readonly texts: ReadTexts;
}

/**
 * Merges a lockfile that git could not, and derives the first environment from the tree.
 *
 * What stays open is written between markers, around those pins alone; the rest is merged already then.
 *
 * @throws Failure `prompts-invalid` when `check` would find an error: the prompts are to be merged first.
 */
export async function resolveLock({ environment, favour }: ResolveRequest, dependencies: ResolveDependencies): Promise<ResolveOutcome> {
  const { tree, lockfile: store, blobIds, conflict } = dependencies;
  requireValid(tree);
  const { sides, work, files } = conflict;
  const merge = work ? mergeAfterHandWork(sides, work) : { ...mergeLockfiles(sides), decided: [] };
  const isLater = (pin: PinConflict) => pin.environment !== environment;
  const open = merge.conflicts.filter(isLater);
  const chosen = favour === undefined ? merge.lockfile : open.reduce((lock, pin) => withPin(lock, pin, pin[favour]), merge.lockfile);
  const pins = await treePins(tree, blobIds, true);
  const result: LockfileMerge = {
    lockfile: withPins(chosen, environment, pins, { replace: true }),
    conflicts: favour === undefined ? open : [],
  };
  const written = await store.writeMerge(result);
  const settled = (conflicts: readonly PinConflict[], by: SettledConflict['by']) =>
    conflicts.filter(isLater).map((pin) => settledConflict(pin, result.lockfile, by));
  return {
    environment,
    file: store.fileOf(environment),
    files,
    prompts: pins.size,
    moves: movesOf(environment, sides.ours, result.lockfile),
    merged: mergedMoves(environment, sides.ours, result.lockfile),
    settled: [...settled(merge.decided, 'hand'), ...(favour === undefined ? [] : settled(open, favour))],
    conflicts: await Promise.all(result.conflicts.map((pin) => openConflict(pin, dependencies))),
    lockfile: result.conflicts.length > 0 ? 'conflicted' : written,
  };
}

function movesOf(environment: EnvironmentName, ours: Lockfile, result: Lockfile): Move[] {
  return planMoves(pinsOf(ours, environment), pinsOf(result, environment), { prune: true });
}

function mergedMoves(first: EnvironmentName, ours: Lockfile, result: Lockfile): ResolveOutcome['merged'] {
  const later = [...new Set([...ours.environments.keys(), ...result.environments.keys()])].filter((name) => name !== first);
  return later.map((environment) => ({ environment, moves: movesOf(environment, ours, result) })).filter(({ moves }) => moves.length > 0);
}

function settledConflict({ environment, prompt }: PinConflict, lock: Lockfile, by: SettledConflict['by']): SettledConflict {
  const to = pinsOf(lock, environment).get(prompt);
  return { environment, prompt, ...(to !== undefined && { to }), by };
}

async function openConflict(
  { environment, prompt, base, ours, theirs }: PinConflict,
  { conflict, texts }: ResolveDependencies,
): Promise<OpenConflict> {
  const versions = firstOf([conflict.sides.ours, conflict.sides.theirs].map((lock) => lockedVersions(lock, texts)));
  return {
    environment,
    prompt,
    ...(base && { base: base.digest }),
    ...(ours && { ours: ours.digest }),
    ...(theirs && { theirs: theirs.digest }),
    changes: await moveChanges({ prompt, ...(ours && { from: ours.digest }), ...(theirs && { to: theirs.digest }) }, versions),
  };
}
