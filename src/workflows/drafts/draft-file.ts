import type { Digest } from '../../base/digest.ts';
import type { Entry } from '../../prompt/library/library.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { DraftSummary } from '../../registry/registry.ts';
import type { SourceFile } from '../../workspace/files/source-file.ts';
import { isLibrarySource, type Tree } from '../versions/tree.ts';
import { digestIn } from './digest-in.ts';

/** The file of a tree that a draft is an edit of. */
export interface DraftFile {
  readonly kind: 'prompt' | 'partial' | 'guardrail-set';
  readonly path: string;
  readonly text: string;
  /** What the file is now called, when its prompt had the draft's id before. */
  readonly renamed?: PromptId;
  /** The version that a prompt is now; absent for other files, and for one with errors. */
  readonly digest?: Digest;
}

/** Finds the file of a draft: by id, by a former id, or, for a file with errors, by the id that its path gives. */
export function draftFile(tree: Tree, { id, kind }: DraftSummary): DraftFile | undefined {
  const { library, files } = tree;
  const entries: ReadonlyMap<PromptId, Entry<unknown>> = kind === 'prompt'
    ? library.prompts
    : kind === 'partial'
      ? library.partials
      : library.guardrailSets;
  const current = (prompt: PromptId) => {
    const digest = digestIn(tree, prompt);
    return digest === undefined ? {} : { digest };
  };
  const found = entries.get(id)?.source;
  if (found !== undefined) return { ...found, ...(kind === 'prompt' && current(id)) };
  const renamed = kind === 'prompt' ? [...library.prompts.values()].find(({ content }) => content.about.aliases?.includes(id)) : undefined;
  if (renamed !== undefined) return { ...renamed.source, renamed: renamed.id, ...current(renamed.id) };
  const file = files.find((candidate: SourceFile) => candidate.kind === kind && candidate.id === id);
  // A file that names another id is another prompt's.
  return file !== undefined && isLibrarySource(file) && ![...entries.values()].some(({ source }) => source.path === file.path)
    ? file
    : undefined;
}
