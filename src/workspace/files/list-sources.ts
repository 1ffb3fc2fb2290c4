import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../base/diagnostic.ts';
import type { Workspace } from '../config/workspace.ts';
import { isInside, readSource } from './read-source.ts';
import { type SourceFile, type SourceListing, type SourcePath, sourcePath } from './source-file.ts';
import { leavesWorkspace } from './unreadable.ts';

/**
 * Every prompt, partial, guardrail set and suite of the working tree, with its text.
 *
 * A root that does not exist holds nothing. Linked folders are not entered: Git records a link
 * and not what is behind it, so a commit could never be read the same way.
 */
export async function listSources({ root, config }: Pick<Workspace, 'root' | 'config'>): Promise<SourceListing> {
  const roots = [...new Set([...config.prompts, ...config.evals])].filter((folder) => existsSync(join(root, folder)));
  const outside = roots.filter((folder) => !isInside(realpathSync(root), realpathSync(join(root, folder))));
  const found = await Promise.all(roots.filter((folder) => !outside.includes(folder)).map((folder) => pathsBelow(root, folder)));
  const sources = [...new Set(found.flat())].sort().flatMap((path) => sourcePath(path, config) ?? []);
  return readAll(root, sources, outside.map(leavesWorkspace));
}

function readAll(root: string, sources: readonly SourcePath[], findings: readonly Diagnostic[]): SourceListing {
  const files: SourceFile[] = [];
  const diagnostics = [...findings];
  for (const source of sources) {
    const read = readSource(root, source.path);
    if ('text' in read) files.push({ ...source, text: read.text });
    else diagnostics.push(read.problem);
  }
  return { files, diagnostics };
}

async function pathsBelow(root: string, folder: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const paths = await glob('**/*.{prompt.yaml,prompt.yml,partial.md,guardrail.yaml,guardrail.yml,eval.yaml,eval.yml}', {
    cwd: join(root, folder),
    ignore: ['**/node_modules/**'],
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  return folder === '.' ? paths : paths.map((path) => `${folder}/${path}`);
}
