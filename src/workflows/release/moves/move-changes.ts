import { diffVersions } from '../../../prompt/diff/diff-versions.ts';
import { summarise } from '../../../prompt/diff/summarise.ts';
import type { Move } from '../../../release/plan.ts';
import type { VersionSource } from '../../versions/version-source.ts';

/** What a move changes, in short lines; none when a content is not at hand. */
export async function moveChanges({ prompt, from, to }: Move, versions: VersionSource): Promise<string[]> {
  if (from === undefined || to === undefined) return [];
  const [before, after] = await Promise.all([versions.load(prompt, from), versions.load(prompt, to)]);
  return before && after ? summarise(diffVersions(before, after)) : [];
}
