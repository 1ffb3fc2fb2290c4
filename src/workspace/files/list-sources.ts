import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../base/diagnostic.ts';
import { byCodePoint } from '../../base/text/code-point-order.ts';
import type { Workspace } from '../config/workspace.ts';
import { pathInside } from './path-inside.ts';
import { readSource } from './read-source.ts';
import { isSkipped, type SourceFile, type SourceListing, sourceFolders, sourcePath } from './source-file.ts';
import { leavesWorkspace, unreadable } from './unreadable.ts';

/**
 * Every source of the working tree, with its text.
 *
 * A root that does not exist holds nothing. Linked folders are not entered: Git records a link
 * and not what is behind it, so a commit could never be read the same way.
 */
export async function listSources({ root, config }: Pick<Workspace, 'root' | 'config'>): Promise<SourceListing> {
  const files: SourceFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const paths = new Set(sourceFolders(config).flatMap((folder) => pathsBelowRoot(root, folder, diagnostics)));
  for (const path of [...paths].sort(byCodePoint)) {
    const source = sourcePath(path, config);
    if (source === undefined) continue;
    const read = readSource(root, path);
    if ('text' in read) files.push({ ...source, text: read.text });
    else diagnostics.push(read.problem);
  }
  return { files, diagnostics };
}

function pathsBelowRoot(root: string, folder: string, diagnostics: Diagnostic[]): string[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  if (pathInside(realpathSync(root), realpathSync(absolute)) !== undefined) return [...pathsBelow(root, folder, diagnostics)];
  diagnostics.push(leavesWorkspace(folder));
  return [];
}

function* pathsBelow(root: string, folder: string, diagnostics: Diagnostic[]): Generator<string> {
  for (const entry of entriesOf(root, folder, diagnostics)) {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (isSkipped(entry.name)) continue;
    if (entry.isDirectory()) yield* pathsBelow(root, path, diagnostics);
    else yield path;
  }
}

function entriesOf(root: string, folder: string, diagnostics: Diagnostic[]) {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    diagnostics.push(
      unreadable(folder, 'file-unreadable', `The folder cannot be read: ${(error as Error).message}.`, 'Check its permissions.'),
    );
    return [];
  }
}
