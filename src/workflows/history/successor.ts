import { parseSource } from '../../prompt/library/parse-source.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { decodeSource } from '../../workspace/files/decode-source.ts';
import { type SourceRoots, sourcePath } from '../../workspace/files/source-file.ts';
import type { Git, HistoryCommit } from '../../workspace/git/git.ts';

/** The prompt that a commit made out of another that it removed: the one that names it as its alias; nothing when none does. */
export async function successorOf(
  id: PromptId,
  { changes }: HistoryCommit,
  roots: SourceRoots,
  git: Pick<Git, 'readBlobs'>,
): Promise<PromptId | undefined> {
  const files = changes.flatMap(({ path, after }) => {
    const source = sourcePath(path, roots);
    return after === undefined || source?.kind !== 'prompt' ? [] : [{ ...source, kind: source.kind, blob: after }];
  });
  const blobs = await git.readBlobs(files.map(({ blob }) => blob));
  for (const { blob, ...source } of files) {
    const decoded = decodeSource(source.path, blobs.get(blob) ?? new Uint8Array());
    const { defined } = 'text' in decoded ? parseSource({ ...source, text: decoded.text }) : {};
    if (defined?.kind === 'prompt' && defined.entry.content.about.aliases?.includes(id)) return defined.entry.id;
  }
  return undefined;
}
