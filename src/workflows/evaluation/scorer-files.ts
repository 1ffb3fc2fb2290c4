import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { ScorerBinding, ScorerSpec } from '../../evals/scorer/scorer.ts';
import { fileInside } from '../../workspace/files/file-inside.ts';
import { pathInside } from '../../workspace/files/path-inside.ts';

/** `import … from './a.mjs'`, `export … from`, `import('./a.mjs')`, `require('./a.cjs')`: what a module loads of its own. */
const LOADED = /\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]{1,300})\1/g;

/** A scorer of more files is a program; it is followed so far. */
const MOST_FILES = 200;

/**
 * Ties a scorer that the repository brings to the content of its files: a module with what it imports from beside it, or the files
 * that a command names. Undefined for every other scorer, and for a command that names none.
 *
 * @param root the top of the workspace; what lies outside of it, also by a link, is never a part of a scorer
 * @throws Failure `suite-invalid` for a module that is not there
 */
export function bindScorerFiles({ id, uses, parameters }: ScorerSpec, root: string): ScorerBinding | undefined {
  const top = realpathSync(root);
  if (uses === 'js') {
    const name = String(parameters.module);
    const module = fileInside(join(top, name), top);
    if (module === undefined) {
      throw new Failure('suite-invalid', `The scorer "${id}": there is no file ${name} in the workspace.`, {
        hint: 'Paths of modules are written from the top of the workspace, and lead to no place outside of it.',
      });
    }
    return { digest: contentDigest(withImports(module, top), top), module };
  }
  if (uses !== 'exec' || !Array.isArray(parameters.command)) return undefined;
  const named = parameters.command.flatMap((word) => (typeof word === 'string' && fileInside(join(top, word), top)) || []);
  return named.length === 0 ? undefined : { digest: contentDigest(named, top) };
}

/** A module of the workspace with what it imports from beside it; all absolute, links resolved. */
export function withImports(module: string, top: string): string[] {
  const files = new Set([module]);
  for (const file of files) {
    const loaded = [...readFileSync(file, 'utf8').matchAll(LOADED)].flatMap(
      ([, , path = '']) => fileInside(join(dirname(file), path), top) ?? [],
    );
    for (const one of loaded) if (files.size < MOST_FILES) files.add(one);
  }
  return [...files];
}

function contentDigest(files: readonly string[], top: string) {
  const contents = files.map((file) => [pathInside(top, file) ?? file, readFileSync(file).toString('base64')]);
  return digestOf({ v: 1, kind: 'scorer-files', files: Object.fromEntries(contents) });
}
