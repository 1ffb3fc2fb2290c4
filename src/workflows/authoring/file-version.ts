import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { placeOf } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import { namedPathInside } from '../../workspace/files/path-inside.ts';
import { requireValid, type Tree } from '../versions/tree.ts';
import { namedSource, treeAround } from './named-source.ts';

/** True for an argument that is a prompt file rather than a reference. */
export function isPromptFile(text: string, directory: string): boolean {
  return /\.ya?ml$/.test(text) && existsSync(resolve(directory, text));
}

export interface FileArgument {
  /** As the user wrote it. */
  readonly path: string;
  /** What it is relative to, absolute. */
  readonly directory: string;
}

/** The version that a prompt file is now, wherever it lies; one of the tree keeps its id. @throws Failure `file-unreadable`, `prompts-invalid` */
export function fileVersion(
  { path, directory }: FileArgument,
  { root, tree }: { readonly root: string; readonly tree: Tree },
): PromptVersion {
  const absolute = resolve(directory, path);
  const inTree = namedPathInside(root, absolute);
  const known = [...tree.library.prompts.values()].find(({ source }) => source.path === inTree);
  if (known) return requireValid({ ...tree, diagnostics: tree.diagnostics.filter(({ file }) => file === inTree) }).versions.of(known.id);
  const read = namedSource(absolute, path);
  if ('problem' in read) throw new Failure('file-unreadable', read.problem.message, { where: placeOf(read.problem) });
  const alone = treeAround(read.file, tree);
  const [entry] = [...alone.library.prompts.values()];
  requireValid({ ...alone, diagnostics: alone.diagnostics.filter(({ file }) => file === path) });
  if (!entry) throw new Failure('prompts-invalid', `${path} holds no prompt.`);
  return alone.versions.of(entry.id);
}
