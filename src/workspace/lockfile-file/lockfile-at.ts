import type { EnvironmentDefinition } from '../../release/environment.ts';
import { readLockfiles } from '../../release/lockfile/join-lockfiles.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import { LOCKFILE_NAME, splitLockfileName } from '../../release/lockfile/lockfile-name.ts';
import type { CommitId, Git } from '../git/git.ts';

/**
 * The lockfile of a commit or of the index, whichever files it is kept in; empty when there is none.
 *
 * @throws Failure `lockfile-invalid`, `lockfile-conflicted`, `git-object-missing` when the clone lacks its text.
 */
export async function lockfileAt(
  git: Pick<Git, 'listTree' | 'listIndex' | 'readBlobs' | 'explainMissing'>,
  environments: readonly EnvironmentDefinition[],
  from: CommitId | 'index',
): Promise<Lockfile> {
  const names = [LOCKFILE_NAME, ...environments.map(({ name }) => splitLockfileName(name))];
  const entries = await (from === 'index' ? git.listIndex(names) : git.listTree(from, names));
  const blobs = await git.readBlobs(entries.map(({ blob }) => blob));
  const missing = entries.filter(({ blob }) => !blobs.has(blob));
  if (missing.length > 0) throw await git.explainMissing(missing.map(({ blob }) => blob));
  return readLockfiles(entries.map(({ path, blob }) => ({ file: path, text: Buffer.from(blobs.get(blob) ?? []).toString('utf8') })));
}
