import { formatPatch, OMIT_HEADERS, type StructuredPatchHunk, structuredPatch } from 'diff';

/** Lines that may differ before the search is given up and the patch replaces the file. */
const MAX_EDITS = 2_000;

/** A file as one side has it: its path below the top of the repository, with `/`, and its text. */
export interface PatchedFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes the difference of two files as a unified diff that `git apply` and `patch -p1` take.
 *
 * An absent side is a file that does not exist; two paths are a rename. Files that are equal give an empty patch.
 *
 * @param context unchanged lines around each change.
 */
export function unifiedPatch(before: PatchedFile | undefined, after: PatchedFile | undefined, { context = 3 } = {}): string {
  const header = headerOf(before, after);
  const hunks = hunksOf(before?.text ?? '', after?.text ?? '', context);
  if (header.length === 1 && hunks === '') return '';
  const names =
    hunks === '' ? [] : [`--- ${before ? fileName('a', before) : '/dev/null'}`, `+++ ${after ? fileName('b', after) : '/dev/null'}`];
  return `${[...header, ...names].join('\n')}\n${hunks}`;
}

/** What git says of a file before its lines: with more than the first line, the change is more than its text. */
function headerOf(before: PatchedFile | undefined, after: PatchedFile | undefined): string[] {
  const [from, to] = [before?.path ?? after?.path ?? '', after?.path ?? before?.path ?? ''];
  const title = `diff --git ${quoted(`a/${from}`)} ${quoted(`b/${to}`)}`;
  if (before === undefined) return [title, 'new file mode 100644'];
  if (after === undefined) return [title, 'deleted file mode 100644'];
  return from === to ? [title] : [title, `rename from ${quoted(from)}`, `rename to ${quoted(to)}`];
}

/** A name with a space ends with a tab, as git writes it: `patch` would stop at the space. */
function fileName(side: 'a' | 'b', { path }: PatchedFile): string {
  const name = quoted(`${side}/${path}`);
  return name.includes(' ') && !name.startsWith('"') ? `${name}\t` : name;
}

const QUOTED: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '"': '\\"', '\\': '\\\\' };

/** A path as git writes it: in quotes when a character would end it or the line. */
function quoted(path: string): string {
  const escaped = path.replace(
    /[\u0000-\u001f\u007f"\\]/g,
    (character) => QUOTED[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return escaped === path ? path : `"${escaped}"`;
}

function hunksOf(before: string, after: string, context: number): string {
  if (before === after) return '';
  const found = structuredPatch('', '', before, after, undefined, undefined, { context, maxEditLength: MAX_EDITS });
  const hunks = found?.hunks ?? [replacement(before, after)];
  return formatPatch({ oldFileName: '', newFileName: '', oldHeader: undefined, newHeader: undefined, hunks }, OMIT_HEADERS);
}

function replacement(before: string, after: string): StructuredPatchHunk {
  const [old, young] = [patchLines(before, '-'), patchLines(after, '+')];
  return { oldStart: 1, oldLines: old.count, newStart: 1, newLines: young.count, lines: [...old.lines, ...young.lines] };
}

function patchLines(text: string, sign: '-' | '+'): { readonly count: number; readonly lines: string[] } {
  if (text === '') return { count: 0, lines: [] };
  const isEnded = text.endsWith('\n');
  const lines = (isEnded ? text.slice(0, -1) : text).split('\n').map((line) => `${sign}${line}`);
  return { count: lines.length, lines: isEnded ? lines : [...lines, '\\ No newline at end of file'] };
}
