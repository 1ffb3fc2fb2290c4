import { Failure } from '../../base/failure.ts';
import { type FileMerge, mergeFiles } from '../../prompt/merge/merge-files.ts';
import type { MergeConflict } from '../../prompt/merge/value-merge.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { DraftSummary, Registry } from '../../registry/registry.ts';
import type { Tree } from '../versions/tree.ts';
import { type DraftFile, draftFile } from './draft-file.ts';
import { draftTexts } from './draft-texts.ts';
import type { FileChange } from './file-change.ts';
import { refusedFiles } from './refused-files.ts';

/**
 * What became of a draft.
 *
 * `merged`: its changes are in the file now. `contained`: they were already. `conflict`: both sides changed the same
 * place; `theirs` settled it, or nothing of the file is written. `waiting`: an earlier draft of the same file could not
 * be merged. `declined`: someone said that it is not wanted. `gone`: the tree has no such prompt. `unreadable`: a file
 * has errors, or would have.
 */
export type DraftOutcome =
  | { readonly kind: 'merged'; readonly settled: readonly MergeConflict[] }
  | { readonly kind: 'contained' | 'waiting' | 'declined' | 'gone' }
  | { readonly kind: 'conflict'; readonly conflicts: readonly MergeConflict[] }
  | { readonly kind: 'unreadable'; readonly message: string };

export interface DraftResult {
  readonly draft: DraftSummary;
  /** The file in the tree. */
  readonly file?: string;
  /** What the prompt is called now. */
  readonly renamed?: PromptId;
  readonly outcome: DraftOutcome;
}

export interface MergedDrafts {
  /** In the order in which the drafts were made. */
  readonly results: readonly DraftResult[];
  readonly changes: readonly FileChange[];
}

/** Ids whose conflicts the draft wins. */
export type Preferred = ReadonlySet<PromptId>;

/**
 * Merges drafts into the files of a tree, the oldest first. Writes nothing.
 *
 * One that cannot be merged stops the later ones of its file and no other.
 * @throws Failure `digest-mismatch` when the registry's texts are not what their digests name.
 */
export async function mergeDrafts(
  tree: Tree,
  drafts: readonly DraftSummary[],
  registry: Pick<Registry, 'content' | 'source'>,
  preferred: Preferred = new Set(),
): Promise<MergedDrafts> {
  const texts = new Map<string, string>();
  const stopped = new Set<string>();
  const results: DraftResult[] = [];
  for (const draft of drafts.toSorted((left, right) => left.createdAt - right.createdAt || left.number - right.number)) {
    const file = draftFile(tree, draft);
    if (file === undefined) {
      results.push({ draft, outcome: { kind: 'gone' } });
      continue;
    }
    const merge = stopped.has(file.path)
      ? { outcome: { kind: 'waiting' } as const }
      : await mergeDraft(
          draft,
          { ...file, text: texts.get(file.path) ?? file.text },
          texts.has(file.path),
          registry,
          preferred.has(draft.id),
        );
    if ('text' in merge && merge.text !== undefined) texts.set(file.path, merge.text);
    if (merge.outcome.kind !== 'merged' && merge.outcome.kind !== 'contained') stopped.add(file.path);
    results.push({ draft, file: file.path, ...(file.renamed !== undefined && { renamed: file.renamed }), outcome: merge.outcome });
  }
  return withoutRefused(tree, results, texts);
}

async function mergeDraft(
  draft: DraftSummary,
  file: DraftFile,
  isEdited: boolean,
  registry: Pick<Registry, 'content' | 'source'>,
  prefersTheirs: boolean,
): Promise<{ readonly outcome: DraftOutcome; readonly text?: string }> {
  if (!isEdited && file.digest === draft.digest) return { outcome: { kind: 'contained' } };
  const known = !isEdited && file.digest === draft.parent ? file.text : undefined;
  const texts = await draftTexts(draft, file.kind, registry, known);
  const merge = mergeOrExplain({ ...texts, ours: file.text, kind: file.kind, file: file.path }, prefersTheirs);
  if (merge.kind === 'unchanged') return { outcome: { kind: 'contained' } };
  if (merge.kind === 'merged') return { outcome: { kind: 'merged', settled: [] }, text: merge.text };
  if (merge.kind === 'unreadable') return { outcome: { kind: 'unreadable', message: merge.message } };
  if (!prefersTheirs) return { outcome: { kind: 'conflict', conflicts: merge.conflicts } };
  return { outcome: { kind: 'merged', settled: merge.conflicts }, text: merge.text };
}

function mergeOrExplain(files: Parameters<typeof mergeFiles>[0], prefersTheirs: boolean): FileMerge {
  try {
    return mergeFiles(files, prefersTheirs ? 'theirs' : 'ours');
  } catch (error) {
    if (error instanceof Failure && error.code === 'edit-impossible') return { kind: 'unreadable', side: 'ours', message: error.message };
    throw error;
  }
}

/** Two good texts can make a bad one: such a file stays as it is, and its drafts say why. */
function withoutRefused(tree: Tree, results: readonly DraftResult[], texts: ReadonlyMap<string, string>): MergedDrafts {
  const changes = [...texts].map(([path, after]) => ({ path, before: tree.files.find((file) => file.path === path)?.text ?? '', after }));
  const refused = refusedFiles(tree, changes);
  return {
    results: results.map((result) => {
      const message = result.outcome.kind === 'merged' && result.file !== undefined ? refused.get(result.file) : undefined;
      return message === undefined ? result : { ...result, outcome: { kind: 'unreadable', message } };
    }),
    changes: changes.filter(({ path, before, after }) => before !== after && !refused.has(path)),
  };
}
