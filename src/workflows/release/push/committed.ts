import type { Entry } from '../../../prompt/library/library.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import type { CommitId, Git } from '../../../workspace/git/git.ts';
import type { Tree } from '../../versions/tree.ts';

/** Tells of a prompt, a partial or a guardrail set whether a commit holds it with everything that it uses. */
export type IsCommitted = (id: PromptId) => boolean;

/** What of a tree is in a commit. Outside a repository there is nothing that Git could lack. */
export async function committed(
  { library }: Tree,
  commit: string | undefined,
  git: Pick<Git, 'listTree' | 'blobIds'> | undefined,
): Promise<IsCommitted> {
  if (git === undefined) return () => true;
  if (commit === undefined) return () => false;
  const { prompts, partials, guardrailSets } = library;
  const entries: readonly Entry<unknown>[] = [...prompts.values(), ...partials.values(), ...guardrailSets.values()];
  const [blobs, listed] = await Promise.all([git.blobIds(entries.map(({ source }) => source)), git.listTree(commit as CommitId)]);
  const stored = new Map(listed.map(({ path, blob }) => [path, blob]));
  const changed = new Set(entries.flatMap(({ id, source }, index) => (stored.get(source.path) === (blobs[index] as BlobId) ? [] : [id])));
  const known = new Map<PromptId, Pick<Entry<unknown>, 'partials' | 'guardrailSets'>>(entries.map((entry) => [entry.id, entry]));
  const isCommitted = (id: PromptId): boolean => {
    const { partials: named = [], guardrailSets: sets = [] } = known.get(id) ?? {};
    return !changed.has(id) && [...named, ...sets].every(isCommitted);
  };
  return isCommitted;
}
