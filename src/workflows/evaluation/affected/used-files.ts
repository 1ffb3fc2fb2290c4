import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import type { Suite } from '../../../evals/suite/suite.ts';
import { fileInside } from '../../../workspace/files/file-inside.ts';
import { pathInside } from '../../../workspace/files/path-inside.ts';
import { withImports } from '../scorer-files.ts';

/** Scorers that run files of the repository. */
const RUNNING: ReadonlySet<string> = new Set(['js', 'exec']);

/** A file of the workspace that a suite runs or names, and its text now. */
export interface UsedFile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly text: string;
}

/**
 * The files of the workspace that a suite runs or is compared with: modules of its scorers, files that a command of a scorer or
 * of its target names, and the run that is its baseline. Of modules their own imports count too; what a command loads is not followed.
 *
 * @param file where the suite stands, relative to the workspace
 */
export function usedFiles(
  { scorers, target, baseline }: Pick<Suite, 'scorers' | 'target' | 'baseline'>,
  file: string,
  root: string,
): UsedFile[] {
  const named = scorers.filter(({ uses }) => RUNNING.has(uses)).flatMap(({ parameters }) => textsIn(parameters));
  const commanded = target?.kind === 'exec' ? target.command : [];
  const folder = realpathSync(root);
  const bound = scorers.flatMap(({ bound: to }) => (to?.module === undefined ? [] : withImports(to.module, folder)));
  const absolute = [...named, ...commanded].flatMap((text) => [join(folder, text), join(folder, dirname(file), text)]);
  const compared = baseline?.kind === 'file' ? filesOf(join(folder, dirname(file), baseline.file)) : [];
  const files = [...bound, ...absolute, ...compared].flatMap((path) => fileAt(path, folder) ?? []);
  return [...new Map(files.map((found) => [found.path, found])).values()];
}

/** A run in parts is a folder. */
function filesOf(path: string): string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? readdirSync(path).map((name) => join(path, name)) : [path];
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item: Json) => textsIn(item));
  return isJsonObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** Nothing for what is no file of the workspace: the interpreter of a command is the machine's. */
function fileAt(path: string, folder: string): UsedFile | undefined {
  const real = fileInside(path, folder);
  return real === undefined ? undefined : { path: pathInside(folder, real) ?? real, text: readFileSync(real, 'utf8') };
}
