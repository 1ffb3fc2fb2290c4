import type { DraftSummary, Registry } from '../../registry/registry.ts';
import type { Tree } from '../versions/tree.ts';
import { type DraftFile, draftFile } from './draft-file.ts';
import { inOrder } from './draft-lines.ts';
import type { DraftResult } from './draft-outcome.ts';
import { draftTexts } from './draft-texts.ts';
import type { FileChange } from './file-change.ts';
import { mergeIntoFile } from './merge-into-file.ts';
import { refusedFiles } from './refused-files.ts';

export interface MergedDrafts {
  /** In the order in which the drafts were made. */
  readonly results: readonly DraftResult[];
  readonly changes: readonly FileChange[];
}

/** Drafts that win their conflicts. */
export type Preferred = ReadonlySet<DraftSummary>;

/**
 * Merges drafts into the files of a tree, the oldest first. Writes nothing.
 *
 * One that cannot be merged stops the later ones of its file and no other.
 * @throws Failure `digest-mismatch` when the registry's texts are not what their digests name.
 */
export async function mergeDrafts(
  tree: Tree,
  drafts: readonly DraftSummary[],
  registry: Pick<Registry, 'content' | 'source' | 'resolve'>,
  preferred: Preferred = new Set(),
): Promise<MergedDrafts> {
  const ordered = inOrder(drafts);
  const results = new Map<DraftSummary, DraftResult>(ordered.map((draft) => [draft, { draft, outcome: { kind: 'gone' } }]));
  const changes: FileChange[] = [];
  for (const [file, edits] of draftsByFile(tree, ordered)) {
    const { text, outcomes } = await mergeIntoFile(file, edits, {
      textsOf: (span) => draftTexts(span, file.kind, registry),
      prefersTheirs: (draft) => preferred.has(draft),
    });
    const where = { file: file.path, ...(file.renamed !== undefined && { renamed: file.renamed }) };
    for (const [draft, outcome] of outcomes) results.set(draft, { draft, ...where, outcome });
    if (text !== file.text) changes.push({ path: file.path, before: file.text, after: text });
  }
  return withoutRefused(tree, [...results.values()], changes);
}

function draftsByFile(tree: Tree, drafts: readonly DraftSummary[]): ReadonlyMap<DraftFile, readonly DraftSummary[]> {
  const files = new Map<string, DraftFile>();
  const found = new Map<DraftFile, DraftSummary[]>();
  for (const draft of drafts) {
    const file = draftFile(tree, draft);
    if (file === undefined) continue;
    const known = files.get(file.path) ?? file;
    files.set(file.path, known);
    found.set(known, [...(found.get(known) ?? []), draft]);
  }
  return found;
}

/** Two good texts can make a bad one: such a file stays as it is, and its drafts say why. */
function withoutRefused(tree: Tree, results: readonly DraftResult[], changes: readonly FileChange[]): MergedDrafts {
  const refused = refusedFiles(tree, changes);
  return {
    results: results.map((result) => {
      const message = result.outcome.kind === 'merged' && result.file !== undefined ? refused.get(result.file) : undefined;
      return message === undefined ? result : { ...result, outcome: { kind: 'unreadable', message } };
    }),
    changes: changes.filter(({ path }) => !refused.has(path)),
  };
}
