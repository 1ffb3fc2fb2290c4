import { Failure } from '../../base/failure.ts';
import { canonicalJson } from '../../base/json/canonical-json.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { diffVersions } from '../../prompt/diff/diff-versions.ts';
import { isEmptyDiff, type PromptDiff } from '../../prompt/diff/prompt-diff.ts';
import { type SharedChanges, sharedChanges } from '../../prompt/diff/shared-changes.ts';
import { promptNormalForm } from '../../prompt/digest/normal-form.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import { type Environments, firstEnvironment } from '../release/environments.ts';
import type { Side } from './sides/side.ts';

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
  const versions = async (side: Side) => {
    const held = changed.filter((id) => side.digests.has(id));
    return new Map(await Promise.all(held.map(async (id): Promise<[PromptId, PromptVersion]> => [id, (await side.load(id)).version])));
  };
  const [old, young] = [await versions(before), await versions(after)];
  const renamed = renames(old, young);
  const former = new Map([...renamed].map(([from, to]) => [to, from]));
  const prompts = changed
    .filter((id) => !renamed.has(id) && !before.unreadable.has(id))
    .map((id) => diffVersions(old.get(former.get(id) ?? id), young.get(id)))
    .filter((diff) => !isEmptyDiff(diff));
  const unreadable = new Map([...before.unreadable].filter(([id]) => ids.length === 0 || ids.includes(id)));
  return { before: before.name, after: after.name, prompts, shared: sharedChanges(prompts), renamed, unreadable };
}

/** One content that went under one id and came under another; what it shares with others may have changed meanwhile. */
function renames(old: ReadonlyMap<PromptId, PromptVersion>, young: ReadonlyMap<PromptId, PromptVersion>): ReadonlyMap<PromptId, PromptId> {
  const own = ({ content }: PromptVersion) => canonicalJson(promptNormalForm(content, new Map(), new Map()));
  const gone = new Map([...old].filter(([id]) => !young.has(id)).map(([id, version]) => [own(version), id]));
  const renamed = new Map<PromptId, PromptId>();
  for (const [id, version] of young) {
    if (old.has(id)) continue;
    const key = own(version);
    const from = gone.get(key);
    if (from !== undefined) renamed.set(from, id);
    gone.delete(key);
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
