import type { PromptId } from '../../prompt/prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { BlobId, LockedContent, LockedPrompt } from '../../release/lockfile/lockfile.ts';
import type { Git } from '../../workspace/git/git.ts';
import type { Tree } from '../versions/tree.ts';

/** The pins of every prompt of a tree: digest, blob, and the same for all that each one uses. */
export async function treePins(
  { library, versions }: Tree,
  blobIds: Git['blobIds'],
  write: boolean,
): Promise<ReadonlyMap<PromptId, LockedPrompt>> {
  const entries = [...library.prompts.values(), ...library.partials.values(), ...library.guardrailSets.values()];
  const ids = await blobIds(
    entries.map(({ source }) => source),
    { write },
  );
  const blobs = new Map(entries.map(({ id }, index) => [id, ids[index] as BlobId]));
  const locked = (id: PromptId, { digest }: Pick<LockedContent, 'digest'>): LockedContent => ({ digest, blob: blobs.get(id) as BlobId });
  const pin = (version: PromptVersion): LockedPrompt => ({
    ...locked(version.id, version),
    uses: new Map([...version.partials, ...version.guardrailSets].map(([id, used]) => [id, locked(id, used)])),
  });
  return new Map([...library.prompts.keys()].map((id) => [id, pin(versions.of(id))]));
}
