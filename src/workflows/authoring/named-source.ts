import { basename, dirname } from 'node:path';
import type { Diagnostic } from '../../base/diagnostic.ts';
import { readSource } from '../../workspace/files/read-source.ts';
import { SOURCE_SUFFIXES, type SourceFile } from '../../workspace/files/source-file.ts';
import { type Tree, treeOf } from '../versions/tree.ts';

const SUFFIXES: typeof SOURCE_SUFFIXES = [...SOURCE_SUFFIXES, [/\.ya?ml$/, 'prompt']];

/**
 * A file that the user named, whatever its name and wherever it is; without a telling suffix it is a prompt.
 *
 * @param shown how findings name it.
 */
export function namedSource(absolute: string, shown: string): { readonly file: SourceFile } | { readonly problem: Diagnostic } {
  const name = basename(absolute);
  const read = readSource(dirname(absolute), name);
  if ('problem' in read) return { problem: { ...read.problem, file: shown } };
  const [suffix, kind] = SUFFIXES.find(([pattern]) => pattern.test(name)) ?? [/$/, 'prompt' as const];
  return { file: { kind, path: shown, id: idFrom(name.replace(suffix, '')), text: read.text } };
}

/** Outside a prompt root the name is not meant as an id; what an id cannot hold is replaced. */
function idFrom(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'prompt';
}

/** A file from outside the prompt roots among the partials and guardrail sets of a tree, and nothing else. */
export function treeAround(file: SourceFile, { files }: Pick<Tree, 'files'>): Tree {
  const neighbours = files.filter(({ kind, path }) => (kind === 'partial' || kind === 'guardrail-set') && path !== file.path);
  return treeOf({ files: [...neighbours, file], diagnostics: [] });
}
