import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { placeOf } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import { requireValid, type Tree } from '../versions/tree.ts';
import { namedSource, treeAround } from './named-source.ts';

/** True for an argument that is a prompt file rather than a reference. */
export function isPromptFile(text: string, directory: string): boolean {
  return /\.ya?ml$/.test(text) && existsSync(resolve(directory, text));
}

/** The version that a prompt file is now, wherever it lies. @throws Failure `file-unreadable`, `prompts-invalid` */
export function fileVersion(path: string, directory: string, tree: Tree): PromptVersion {
  const read = namedSource(resolve(directory, path), path);
  if ('problem' in read) throw new Failure('file-unreadable', read.problem.message, { where: placeOf(read.problem) });
  const alone = treeAround(read.file, tree);
  const [entry] = [...alone.library.prompts.values()];
  requireValid({ ...alone, diagnostics: alone.diagnostics.filter(({ file }) => file === path) });
  if (!entry) throw new Failure('prompts-invalid', `${path} holds no prompt.`);
  return alone.versions.of(entry.id);
}
