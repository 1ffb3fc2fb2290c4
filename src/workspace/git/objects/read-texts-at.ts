import type { CommitId, Git } from '../git.ts';

/**
 * The texts of some files of a commit, by their paths; what is not there as a file is absent.
 *
 * @throws Failure `git-object-missing` when the clone lacks one: it must not look like a file that was not there.
 */
export async function readTextsAt(
  git: Pick<Git, 'listTree' | 'readBlobs' | 'explainMissing'>,
  commit: CommitId,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(paths.filter((path) => !path.startsWith('../')));
  if (wanted.size === 0) return new Map();
  const entries = (await git.listTree(commit, [...wanted])).filter(({ kind, path }) => kind === 'file' && wanted.has(path));
  const blobs = await git.readBlobs(entries.map(({ blob }) => blob));
  const missing = entries.filter(({ blob }) => !blobs.has(blob));
  if (missing.length > 0) throw await git.explainMissing(missing.map(({ blob }) => blob));
  return new Map(entries.map(({ path, blob }) => [path, Buffer.from(blobs.get(blob) ?? []).toString('utf8')]));
}
