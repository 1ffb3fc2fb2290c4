import type { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { SourceRoots } from '../../workspace/files/source-file.ts';
import type { Git } from '../../workspace/git/git.ts';
import type { PastVersion } from '../versions/past-version.ts';
import { type HistorySource, promptHistory } from './past-prompts.ts';

/** Every version that any branch or tag holds of a prompt, also under its former ids; none before the first commit. */
export async function pastVersions(
  id: PromptId,
  roots: SourceRoots,
  git: HistorySource & Pick<Git, 'resolveRevision'>,
): Promise<PastVersion[]> {
  const head = await git.resolveRevision('HEAD').catch((error: Failure) => {
    if (error.code === 'reference-unknown') return undefined;
    throw error;
  });
  if (head === undefined) return [];
  const { changes } = await promptHistory(id, 'all', roots, git);
  return changes.flatMap(({ now }) => (now.kind === 'version' ? [{ version: { ...now.version, id }, files: now.files }] : []));
}
