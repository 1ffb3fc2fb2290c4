import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatchHunk, structuredPatch } from 'diff';

/** Lines that may differ before the search is given up and the patch replaces the file. */
const MAX_EDITS = 2_000;

/** Which file a patch is for, and how much of it to show around a change. */
export interface PatchOptions {
  /** Path below the root of the repository, with `/`. */
  readonly file: string;
  /** Unchanged lines around each change. */
  readonly context?: number;
}

/**
 * Writes the difference of two texts as a unified diff that `git apply` and `patch -p1` take.
 *
 * An absent text is a file that does not exist. Equal texts give an empty patch.
 */
export function unifiedPatch(before: string | undefined, after: string | undefined, { file, context = 3 }: PatchOptions): string {
  if (before === after) return '';
  const names = [before === undefined ? '/dev/null' : `a/${file}`, after === undefined ? '/dev/null' : `b/${file}`] as const;
  const texts = [before ?? '', after ?? ''] as const;
  const patch =
    structuredPatch(...names, ...texts, undefined, undefined, { context, maxEditLength: MAX_EDITS }) ?? replacement(names, texts);
  return formatPatch({ ...patch, ...(file.includes(' ') && spacedName) }, FILE_HEADERS_ONLY);
}

/** Ends the name in a file header with a tab, as git does: `patch` would stop at the space. */
const spacedName = { oldHeader: ' ', newHeader: ' ' };

function replacement([oldFileName, newFileName]: readonly [string, string], [before, after]: readonly [string, string]) {
  const [old, young] = [patchLines(before, '-'), patchLines(after, '+')];
  const hunk: StructuredPatchHunk = {
    oldStart: 1,
    oldLines: old.count,
    newStart: 1,
    newLines: young.count,
    lines: [...old.lines, ...young.lines],
  };
  return { oldFileName, newFileName, oldHeader: undefined, newHeader: undefined, hunks: [hunk] };
}

function patchLines(text: string, sign: '-' | '+'): { readonly count: number; readonly lines: string[] } {
  if (text === '') return { count: 0, lines: [] };
  const isEnded = text.endsWith('\n');
  const lines = (isEnded ? text.slice(0, -1) : text).split('\n').map((line) => `${sign}${line}`);
  return { count: lines.length, lines: isEnded ? lines : [...lines, '\\ No newline at end of file'] };
}
