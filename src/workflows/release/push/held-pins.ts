import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Registry } from '../../../registry/registry.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import type { Git } from '../../../workspace/git/git.ts';
import { environmentPast, type PromptMove } from '../environment-past.ts';

/** A pin that would move. */
export interface MovingPin {
  readonly prompt: PromptId;
  readonly served: Digest;
  readonly wanted: Digest;
}

/**
 * A pin that a push leaves alone: moving it would undo what someone else brought, from a state that this checkout lacks.
 *
 * `behind`: this checkout has changed nothing since, so nothing is missed. `diverged`: both sides changed the prompt.
 * `unknown`: too little history is here to tell; the wanted version was served before, and may be a revert.
 * `edited`: what is served is an edit made in the registry, which this tree does not hold.
 */
export interface HeldPin extends MovingPin {
  readonly why: 'behind' | 'diverged' | 'unknown' | 'edited';
  readonly by: PromptMove['actor'];
  readonly time: number;
  /** What was checked out there; absent when it was not committed. */
  readonly commit?: string;
}

export interface HeldDependencies {
  readonly registry: Pick<Registry, 'history' | 'whoami'>;
  readonly git: Pick<Git, 'reachesCommit' | 'everHeld' | 'beyondHistory'> | undefined;
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
 * The pins whose move would undo one that this checkout does not know: an old clone must not revert what others
 * released since, nor one that has gone another way overwrite it.
 *
 * Whoever has the commit of a move, or ever locked what it brought, knows of it and may undo it. A clone without its
 * history knows nothing: there only what goes back to an earlier version is held. So it is with one's own moves, whose
 * commit may have been amended since. What a rollback left is guarded by its quarantine, which says more.
 */
export async function heldPins(
  environment: EnvironmentName,
  moving: readonly MovingPin[],
  dependencies: HeldDependencies,
): Promise<HeldPin[]> {
  if (moving.length === 0) return [];
  const { registry, git } = dependencies;
  const prompts = moving.map(({ prompt }) => prompt);
  const past = await environmentPast(registry, environment, prompts);
  const isKnown = knownMoves(dependencies);
  const isWhole = git !== undefined && (await git.beyondHistory()) === undefined;
  const held: HeldPin[] = [];
  for (const pin of moving) {
    const moves = past.movesOf(pin.prompt);
    const [last] = moves;
    if (last === undefined || (last.cause === 'rollback' && last.from === pin.wanted) || (await isKnown(last))) continue;
    const { actor: by, time, commit } = last;
    // What came out of no commit is in no history, so neither here nor elsewhere can it be told from what is.
    const isTold = isWhole && (commit !== undefined || last.cause === 'rollback');
    const why = isTold ? await divergence(pin, moves, isKnown) : past.wasActive(pin.prompt, pin.wanted) && 'unknown';
    if (why === false || (why === 'diverged' && by.id === (await registry.whoami()).id && !past.wasActive(pin.prompt, pin.wanted)))
      continue;
    held.push({ ...pin, why, by, time, ...(commit !== undefined && { commit }) });
  }
  return held;
}

/** Whether a checkout has changed a prompt since the last move of it that it knows: what that move brought is the base of both sides. */
async function divergence({ wanted }: MovingPin, moves: readonly PromptMove[], isKnown: IsKnown): Promise<'behind' | 'diverged'> {
  for (const move of moves) if (await isKnown(move)) return move.to === wanted ? 'behind' : 'diverged';
  return moves.at(-1)?.from === wanted ? 'behind' : 'diverged';
}

type IsKnown = (move: PromptMove) => Promise<boolean>;

/**
 * Whether what is checked out knows a move: it contains the commit that was moved from, or its lockfile once held
 * what was moved to. Outside a repository only what came out of none can be known.
 */
function knownMoves({ git, lockfile }: HeldDependencies): IsKnown {
  const answers = new Map<string, Promise<boolean>>();
  const once = (key: string, ask: () => Promise<boolean>) => {
    const answer = answers.get(key) ?? ask();
    answers.set(key, answer);
    return answer;
  };
  return async ({ commit, to }) => {
    if (git === undefined) return commit === undefined;
    if (commit !== undefined && (await once(commit, () => git.reachesCommit(commit)))) return true;
    return to !== undefined && (await once(to, () => git.everHeld(to, lockfile)));
  };
}
