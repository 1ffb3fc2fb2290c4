import { byCodePoint } from '../../base/code-point-order.ts';
import { type PatchedFile, unifiedPatch } from '../../prompt/diff/unified-patch.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { type FilePair, pairFiles } from './pair-files.ts';
import type { SideFile, SideFiles } from './side.ts';

export interface PatchOptions {
  /** The way from the top of the repository down to the workspace, with a `/` at its end; empty at the top. */
  readonly prefix: string;
  /** The folder, relative to the workspace, of files whose place nobody tells. */
  readonly folder: string;
  /** Unchanged lines around each change. */
  readonly context: number;
}

const SUFFIXES = { prompt: '.prompt.yaml', partial: '.partial.md', 'guardrail-set': '.guardrail.yaml' } as const;

/**
 * Writes what differs in the files of two sides as one patch from the top of the repository, for `git apply` and `patch -p1`.
 *
 * A pinned text has no path: it gets that of its other side, else the one that its id asks for.
 */
export function sourcePatch(before: SideFiles, after: SideFiles, { prefix, folder, context }: PatchOptions): string {
  const placed = (id: PromptId, file: SideFile | undefined, other: SideFile | undefined): PatchedFile | undefined => {
    if (!file) return undefined;
    const path = file.path ?? other?.path ?? `${folder === '.' ? '' : `${folder}/`}${id}${SUFFIXES[file.kind]}`;
    return { path: `${prefix}${path}`, text: file.text };
  };
  return pairFiles(before, after)
    .map((pair) => ({ pair, path: pathOf(pair) }))
    .sort((left, right) => byCodePoint(left.path, right.path))
    .map(({ pair: { id, before: old, after: young } }) => unifiedPatch(placed(id, old, young), placed(id, young, old), { context }))
    .join('');
}

function pathOf({ id, before, after }: FilePair): string {
  return after?.path ?? before?.path ?? id;
}
