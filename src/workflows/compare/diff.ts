import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/suggest.ts';
import { diffVersions } from '../../prompt/diff/diff-versions.ts';
import { isEmptyDiff, type PromptDiff } from '../../prompt/diff/prompt-diff.ts';
import { type SharedChanges, sharedChanges } from '../../prompt/diff/shared-changes.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import { type Environments, firstEnvironment } from '../release/environments.ts';
import type { Side } from './side.ts';

/** What two sides mean differently. */
export interface DiffOutcome {
  /** The sides, as people call them. */
  readonly before: string;
  readonly after: string;
  readonly prompts: readonly PromptDiff[];
  readonly shared: SharedChanges;
  /** Prompts that have another id and are otherwise the same: from the earlier id to the later one. */
  readonly renamed: ReadonlyMap<PromptId, PromptId>;
  /** Prompts that the earlier side has and that cannot be read there, each with why. */
  readonly unreadable: ReadonlyMap<PromptId, string>;
}

/**
 * What each prompt means otherwise on the later side; prompts without a difference are left out.
 *
 * @param ids the prompts to compare; none means all.
 * @throws Failure `reference-unknown` for an id that neither side has.
 */
export async function diffSides(before: Side, after: Side, ids: readonly PromptId[] = []): Promise<DiffOutcome> {
  const changed = comparedIds(before, after, ids).filter((id) => before.digests.get(id) !== after.digests.get(id));
  const renamed = renames(before, after, changed);
  const told = new Set([...renamed, ...before.unreadable].flat());
  const version = async (side: Side, id: PromptId) => (side.digests.has(id) ? (await side.load(id)).version : undefined);
  const diffs = changed.filter((id) => !told.has(id)).map(async (id) => diffVersions(await version(before, id), await version(after, id)));
  const prompts = await Promise.all(diffs);
  const unreadable = new Map([...before.unreadable].filter(([id]) => ids.length === 0 || ids.includes(id)));
  return { before: before.name, after: after.name, prompts, shared: sharedChanges(prompts), renamed, unreadable };
}

/** One version that went under one id and came under another. */
function renames(before: Side, after: Side, changed: readonly PromptId[]): ReadonlyMap<PromptId, PromptId> {
  const gone = new Map(changed.filter((id) => !after.digests.has(id)).map((id) => [before.digests.get(id), id]));
  const come = changed.filter((id) => !before.digests.has(id) && !before.unreadable.has(id));
  const renamed = new Map<PromptId, PromptId>();
  for (const id of come) {
    const digest = after.digests.get(id);
    const former = gone.get(digest);
    if (former === undefined) continue;
    renamed.set(former, id);
    gone.delete(digest);
  }
  return renamed;
}

/** The prompts of both sides, those of the later one first, or the ones named. @throws Failure `reference-unknown` */
export function comparedIds(before: Side, after: Side, ids: readonly PromptId[]): PromptId[] {
  const known = [...new Set([...after.digests.keys(), ...before.digests.keys(), ...before.unreadable.keys()])];
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown === undefined) return ids.length === 0 ? known : [...new Set(ids)];
  throw new Failure(
    'reference-unknown',
    `Neither ${before.name} nor ${after.name} has a prompt "${unknown}".${didYouMean(unknown, known)}`,
  );
}

/**
 * What differs between two versions. A revision alone is compared with the working tree; the working tree,
 * or a prompt file, alone with what the first environment pins.
 *
 * @param resolve the version that a reference or a prompt file names.
 */
export async function diffPair(
  before: string,
  after: string | undefined,
  environments: Environments,
  resolve: (argument: string) => Promise<PromptVersion>,
): Promise<DiffOutcome> {
  const first = await resolve(before);
  const [left, right] = pairOf([before, after], first.id, environments);
  const version = async (argument: string) => (argument === before ? first : resolve(argument));
  const prompts = [diffVersions(await version(left), await version(right))];
  return { before: left, after: right, prompts, shared: sharedChanges(prompts), renamed: new Map(), unreadable: new Map() };
}

/** The two arguments that are compared when one or two are given; `id` is the prompt that the first names. */
export function pairOf([before, after]: readonly [string, string | undefined], id: PromptId, environments: Environments): [string, string] {
  if (after !== undefined) return [before, after];
  return before.startsWith(`${id}@`) ? [before, id] : [`${id}@${firstEnvironment(environments)}`, before];
}

/** True when both sides mean the same. */
export function isSame({ prompts, renamed, unreadable }: DiffOutcome): boolean {
  return renamed.size + unreadable.size === 0 && prompts.every(isEmptyDiff);
}
