import type { Diagnostic } from '../../base/diagnostic.ts';
import { readLibrary } from '../../prompt/library/read-library.ts';
import { isLibrarySource, type Tree } from '../versions/tree.ts';
import { type FileChange, withChanges } from './file-change.ts';

/** The files whose new text would bring an error into the tree, wherever it shows, with that error. */
export function refusedFiles(tree: Tree, changes: readonly FileChange[]): ReadonlyMap<string, string> {
  const before = new Set(tree.library.diagnostics.filter(isError).map(nameOf));
  const isSound = (accepted: readonly FileChange[]) => newError(tree, accepted, before) === undefined;
  if (changes.length === 0 || isSound(changes)) return new Map();
  const refused = new Map<string, string>();
  const accepted: FileChange[] = [];
  for (const change of changes) {
    const error = newError(tree, [...accepted, change], before);
    if (error === undefined) accepted.push(change);
    else refused.set(change.path, `Merged, it would have an error: ${error.message}`);
  }
  return refused;
}

function newError({ files }: Tree, changes: readonly FileChange[], before: ReadonlySet<string>): Diagnostic | undefined {
  return readLibrary(withChanges(files.filter(isLibrarySource), changes)).diagnostics.find(
    (finding) => isError(finding) && !before.has(nameOf(finding)),
  );
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** Without its place: an edit above moves it. */
function nameOf({ file, rule, message }: Diagnostic): string {
  return `${file}\n${rule}\n${message}`;
}
