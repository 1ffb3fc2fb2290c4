import { byCodePoint } from '../../base/text/code-point-order.ts';
import { type PatchedFile, unifiedPatch } from '../../prompt/diff/unified-patch.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { pairFiles } from './pair-files.ts';
import type { SideFile, SideFiles } from './sides/side.ts';

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
  const expected = (id: PromptId, { kind }: SideFile) => `${folder === '.' ? '' : `${folder}/`}${id}${SUFFIXES[kind]}`;
  const placed = (id: PromptId, file: SideFile | undefined, path: string | undefined): PatchedFile | undefined =>
    file && { path: `${prefix}${file.path ?? path ?? expected(id, file)}`, text: file.text };
  return pairFiles(before, after)
    .map(({ id, formerId, before: old, after: young }) => ({
      before: placed(formerId ?? id, old, formerId === undefined ? young?.path : undefined),
      after: placed(id, young, formerId === undefined ? old?.path : undefined),
    }))
    .sort((left, right) => byCodePoint(pathOf(left), pathOf(right)))
    .map((pair) => unifiedPatch(pair.before, pair.after, { context }))
    .join('');
}

function pathOf({ before, after }: { readonly before: PatchedFile | undefined; readonly after: PatchedFile | undefined }): string {
  return after?.path ?? before?.path ?? '';
}
