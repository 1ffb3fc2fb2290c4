import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { HistoryEntry, Registry } from '../../../registry/registry.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import type { Git } from '../../../workspace/git/git.ts';
import { environmentPast } from '../environment-past.ts';

/** A pin that would move. */
export interface MovingPin {
  readonly prompt: PromptId;
  readonly served: Digest;
  readonly wanted: Digest;
}

/** A pin that a push leaves alone: moving it would undo what someone else brought, from a state that this checkout lacks. */
export interface HeldPin extends MovingPin {
  readonly by: HistoryEntry['actor'];
  readonly time: number;
  /** What was checked out there; absent when it was not committed. */
  readonly commit?: string;
}

export interface HeldDependencies {
  readonly registry: Pick<Registry, 'history'>;
  readonly git: Pick<Git, 'reachesCommit' | 'everHeld'> | undefined;
  /** Where the pins of the environment are, from the root of the workspace. */
  readonly lockfile: string;
}

/** The pins of an environment that have to move to become `wanted`; new ones are none of them. */
export async function movingPins(
  environment: EnvironmentName,
  wanted: Pins,
  registry: Pick<Registry, 'environments' | 'state'>,
): Promise<MovingPin[]> {
  // The registry's list is its own: an environment that it lacks is refused by `apply`, with what to do.
  if (!(await registry.environments()).some(({ name }) => name === environment)) return [];
  const { pins } = await registry.state(environment);
  return [...wanted].flatMap(([prompt, digest]) => {
    const served = pins.get(prompt);
    return served === undefined || served === digest ? [] : [{ prompt, served, wanted: digest }];
  });
}

/**
 * The pins that would go back to a version that the environment has left, by a move that this checkout does not know.
 *
 * An old clone pins old versions; taking them for wishes would revert what others released since. Whoever has their
 * commit knows of the move, and may undo it. A rollback is guarded by its quarantine.
 */
export async function heldPins(
  environment: EnvironmentName,
  moving: readonly MovingPin[],
  dependencies: HeldDependencies,
): Promise<HeldPin[]> {
  if (moving.length === 0) return [];
  const past = await environmentPast(
    dependencies.registry,
    environment,
    moving.map(({ prompt }) => prompt),
  );
  const isKnown = knownMoves(dependencies);
  const held: HeldPin[] = [];
  for (const pin of moving) {
    const move = past.lastMove(pin.prompt);
    if (move === undefined || move.cause === 'rollback' || !past.wasActive(pin.prompt, pin.wanted) || (await isKnown(pin, move.commit)))
      continue;
    const { actor: by, time, commit } = move;
    held.push({ ...pin, by, time, ...(commit !== undefined && { commit }) });
  }
  return held;
}

/**
 * Whether what is checked out knows a move: it contains the commit that was moved from, or its lockfile once held
 * what was moved to. Outside a repository only what came out of none can be known.
 */
function knownMoves({ git, lockfile }: HeldDependencies): (pin: MovingPin, commit: string | undefined) => Promise<boolean> {
  const answers = new Map<string, Promise<boolean>>();
  return async ({ served }, commit) => {
    if (git === undefined) return commit === undefined;
    if (commit === undefined) return git.everHeld(served, lockfile);
    const answer = answers.get(commit) ?? git.reachesCommit(commit);
    answers.set(commit, answer);
    return (await answer) || git.everHeld(served, lockfile);
  };
}
