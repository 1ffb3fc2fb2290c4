import { diffVersions } from '../../prompt/diff/diff-versions.ts';
import { isEmptyDiff, type PromptDiff } from '../../prompt/diff/prompt-diff.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import { pinsOf } from '../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import { type Environments, firstEnvironment } from '../release/environments.ts';
import { requireValid, type Tree } from '../versions/tree.ts';
import { requireVersion, type VersionSource } from '../versions/version-source.ts';

/**
 * What each prompt of the tree means otherwise than the first environment pins; prompts without a difference are left out.
 *
 * @throws Failure `prompts-invalid`; `source-missing` for a pin whose content is nowhere, which must not look like a new prompt.
 */
export async function diffTree(tree: Tree, lock: Lockfile, environments: Environments, versions: VersionSource): Promise<PromptDiff[]> {
  const { library } = requireValid(tree);
  const environment = firstEnvironment(environments);
  const pins = pinsOf(lock, environment);
  const changed = [...library.prompts.keys()].filter((id) => pins.get(id) !== tree.versions.of(id).digest);
  const removed = [...pins.keys()].filter((id) => !library.prompts.has(id));
  const diffs = [...changed, ...removed].map(async (id) => {
    const digest = pins.get(id);
    const reference = { id, revision: { kind: 'environment', environment } } as const;
    const before = digest === undefined ? undefined : await requireVersion(reference, digest, versions);
    return diffVersions(before, library.prompts.has(id) ? tree.versions.of(id) : undefined);
  });
  return (await Promise.all(diffs)).filter((diff) => !isEmptyDiff(diff));
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
): Promise<PromptDiff> {
  if (after !== undefined) return diffVersions(await resolve(before), await resolve(after));
  const named = await resolve(before);
  if (before.startsWith(`${named.id}@`)) return diffVersions(named, await resolve(named.id));
  return diffVersions(await resolve(`${named.id}@${firstEnvironment(environments)}`), named);
}
