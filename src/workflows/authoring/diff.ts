import { diffVersions } from '../../prompt/diff/diff-versions.ts';
import { isEmptyDiff, type PromptDiff } from '../../prompt/diff/prompt-diff.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import { pinsOf } from '../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import { type Environments, firstEnvironment } from '../release/environments.ts';
import { requireValid, type Tree } from '../versions/tree.ts';
import type { VersionSource } from '../versions/version-source.ts';

/** What each prompt of the tree means otherwise than the first environment pins; prompts without a difference are left out. */
export async function diffTree(tree: Tree, lock: Lockfile, environments: Environments, versions: VersionSource): Promise<PromptDiff[]> {
  const { library } = requireValid(tree);
  const pins = pinsOf(lock, firstEnvironment(environments));
  const changed = [...library.prompts.keys()].filter((id) => pins.get(id) !== tree.versions.of(id).digest);
  const removed = [...pins.keys()].filter((id) => !library.prompts.has(id));
  const diffs = [...changed, ...removed].map(async (id) => {
    const digest = pins.get(id);
    const before = digest === undefined ? undefined : await versions.load(id, digest);
    return diffVersions(before, library.prompts.has(id) ? tree.versions.of(id) : undefined);
  });
  return (await Promise.all(diffs)).filter((diff) => !isEmptyDiff(diff));
}

/**
 * What differs between two versions. One reference alone is compared with the working tree; one that names
 * no revision either, with what the first environment pins.
 */
export async function diffPair(
  before: string,
  after: string | undefined,
  environments: Environments,
  resolve: (reference: string) => Promise<PromptVersion>,
): Promise<PromptDiff> {
  if (after !== undefined) return diffVersions(await resolve(before), await resolve(after));
  const [id = before] = before.split('@', 1);
  const earlier = id === before ? `${id}@${firstEnvironment(environments)}` : before;
  return diffVersions(await resolve(earlier), await resolve(id));
}
