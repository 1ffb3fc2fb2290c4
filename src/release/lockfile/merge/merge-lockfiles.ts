import { byCodePoint } from '../../../base/text/code-point-order.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../environment.ts';
import type { LockedPrompt, Lockfile } from '../lockfile.ts';
import { pinText } from '../write-lockfile.ts';

/** Two lockfiles that went apart. */
export interface LockfileSides {
  /** What both come from. Not known: then every difference between the two is a conflict. */
  readonly base?: Lockfile;
  readonly ours: Lockfile;
  readonly theirs: Lockfile;
}

/** One pin that both sides changed, each to another version; absent where a side does not pin the prompt. */
export interface PinConflict {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
  readonly base?: LockedPrompt;
  readonly ours?: LockedPrompt;
  readonly theirs?: LockedPrompt;
}

export interface LockfileMerge {
  /** The pins of both; where they conflict, ours. */
  readonly lockfile: Lockfile;
  readonly conflicts: readonly PinConflict[];
}

/**
 * Merges two lockfiles pin by pin: what one side alone changed is taken, what both made the same is kept.
 *
 * A conflict is a pin whose version both changed and not alike; deleting counts as changing. That one
 * version was computed from two texts is none: the version is what is served.
 */
export function mergeLockfiles({ base, ours, theirs }: LockfileSides): LockfileMerge {
  const environments = new Map<EnvironmentName, Map<PromptId, LockedPrompt>>();
  const conflicts: PinConflict[] = [];
  for (const environment of namesIn([base, ours, theirs].map((lock) => lock?.environments))) {
    const [before, left, right] = [base, ours, theirs].map((lock) => lock?.environments.get(environment));
    const pins = new Map<PromptId, LockedPrompt>();
    for (const prompt of namesIn([before, left, right])) {
      const sides = sidesOf(before?.get(prompt), left?.get(prompt), right?.get(prompt));
      const merged = mergePin(prompt, sides, base !== undefined);
      if (merged === 'conflict') conflicts.push({ environment, prompt, ...sides });
      const pin = merged === 'conflict' ? sides.ours : merged;
      if (pin !== undefined) pins.set(prompt, pin);
    }
    // An environment may pin nothing and be named all the same.
    const isNamed = left && right ? true : !before && (left ?? right) !== undefined;
    if (isNamed || pins.size > 0) environments.set(environment, pins);
  }
  return { lockfile: { environments }, conflicts };
}

type Sides = Pick<PinConflict, 'base' | 'ours' | 'theirs'>;

function sidesOf(base: LockedPrompt | undefined, ours: LockedPrompt | undefined, theirs: LockedPrompt | undefined): Sides {
  return { ...(base && { base }), ...(ours && { ours }), ...(theirs && { theirs }) };
}

function mergePin(prompt: PromptId, { base, ours, theirs }: Sides, isBaseKnown: boolean): LockedPrompt | undefined | 'conflict' {
  if (isSamePin(ours, theirs)) return ours;
  if (isBaseKnown) {
    if (isSamePin(base, ours)) return theirs;
    if (isSamePin(base, theirs)) return ours;
  }
  if (ours && theirs && ours.digest === theirs.digest) return firstByText(prompt, ours, theirs);
  if (isBaseKnown) {
    if (base?.digest === ours?.digest) return theirs;
    if (base?.digest === theirs?.digest) return ours;
  }
  return 'conflict';
}

/** True when two pins name the same version and the same texts, or both nothing. */
export function isSamePin(left: LockedPrompt | undefined, right: LockedPrompt | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  const anyId = '' as PromptId;
  return left === right || pinText(anyId, left) === pinText(anyId, right);
}

/** Any rule would do that gives both sides of the merge the same answer. */
function firstByText(prompt: PromptId, left: LockedPrompt, right: LockedPrompt): LockedPrompt {
  return byCodePoint(pinText(prompt, left), pinText(prompt, right)) <= 0 ? left : right;
}

function namesIn<Name extends string>(maps: readonly (ReadonlyMap<Name, unknown> | undefined)[]): Name[] {
  return [...new Set(maps.flatMap((map) => [...(map?.keys() ?? [])]))].sort(byCodePoint);
}
