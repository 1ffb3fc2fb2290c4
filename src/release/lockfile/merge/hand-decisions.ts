import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../environment.ts';
import type { LockedPrompt, Lockfile } from '../lockfile.ts';
import { isSamePin, type LockfileMerge, type LockfileSides, mergeLockfiles, type PinConflict } from './merge-lockfiles.ts';

/** What a person made of a conflicted file so far: each side of the markers that are left; equal where none are. */
export interface HandWork {
  readonly ours: Lockfile;
  readonly theirs: Lockfile;
}

/**
 * A merge in which what a person decided already stays decided.
 *
 * A conflict without markers around it is decided, by whatever stands there. Elsewhere only a pin that neither
 * side nor the base has was written on purpose; any other value is what taking one whole side left behind, and
 * would lose what the other side changed.
 */
export function mergeAfterHandWork(sides: LockfileSides, work: HandWork): LockfileMerge & { readonly decided: readonly PinConflict[] } {
  const merge = mergeLockfiles(sides);
  const inConflict = new Set(merge.conflicts.map(nameOf));
  const decided = merge.conflicts.filter((conflict) => isSamePin(pinIn(work.ours, conflict), pinIn(work.theirs, conflict)));
  const written = placesIn(work.ours).filter((place) => !inConflict.has(nameOf(place)) && isWrittenByHand(place, sides, work));
  const lockfile = [...decided, ...written].reduce((lock, place) => withPin(lock, place, pinIn(work.ours, place)), merge.lockfile);
  return { lockfile, conflicts: merge.conflicts.filter((conflict) => !decided.includes(conflict)), decided };
}

/** The lockfile with one pin set, or taken away. */
export function withPin(lock: Lockfile, { environment, prompt }: PinPlace, pin: LockedPrompt | undefined): Lockfile {
  const pins = new Map(lock.environments.get(environment));
  if (pin) pins.set(prompt, pin);
  else pins.delete(prompt);
  return { environments: new Map(lock.environments).set(environment, pins) };
}

type PinPlace = Pick<PinConflict, 'environment' | 'prompt'>;

function isWrittenByHand(place: PinPlace, { base, ours, theirs }: LockfileSides, work: HandWork): boolean {
  const pin = pinIn(work.ours, place);
  const known = [base, ours, theirs].map((lock) => lock && pinIn(lock, place));
  return isSamePin(pin, pinIn(work.theirs, place)) && !known.some((other) => isSamePin(pin, other));
}

function pinIn(lock: Lockfile, { environment, prompt }: PinPlace): LockedPrompt | undefined {
  return lock.environments.get(environment)?.get(prompt);
}

function placesIn(lock: Lockfile): PinPlace[] {
  const below = ([environment, pins]: [EnvironmentName, ReadonlyMap<PromptId, LockedPrompt>]) =>
    [...pins.keys()].map((prompt) => ({ environment, prompt }));
  return [...lock.environments].flatMap(below);
}

function nameOf({ environment, prompt }: PinPlace): string {
  return `${environment} ${prompt}`;
}
