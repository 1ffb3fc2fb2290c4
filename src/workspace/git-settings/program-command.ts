import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join, posix, relative } from 'node:path';
import { pathInside } from '../files/path-inside.ts';
import { isTracked } from './tracked-folder.ts';

/** This program, as it runs now. */
export interface RunningProgram {
  /** The JavaScript file that was started, absolute. */
  readonly executable: string;
  /** The Node that runs it, absolute. */
  readonly node: string;
  /** Where a shell looks for programs: PATH. */
  readonly path: string;
}

/**
 * How a shell at the top of a working tree calls this program again, also after an update.
 *
 * Of the project's own copy the place in the project counts, unless git tracks it: on a stranger's branch it would be his.
 * Of an installed one its name counts; what is neither is called by its full path, also what npx fetched: npx itself starts
 * the shell that a `.npmrc` of the branch names.
 */
export function programCommand({ executable, node, path }: RunningProgram, top: string): string {
  const real = realpathSync(executable);
  const own = pathInside(realpathSync(top), real);
  if (own !== undefined) return projectCommand(own, top);
  if (path.split(delimiter).some((folder) => isSameFile(join(folder, 'promptlane'), real))) return 'promptlane';
  return `${quoted(node)} ${quoted(executable)}`;
}

/** `apps/bot/node_modules/.bin/promptlane`, which outlives the layout that a package manager chose below node_modules. */
function projectCommand(executable: string, top: string): string {
  const [above = '', below] = executable.split(/(?<=^|\/)node_modules\//, 2);
  const modules = posix.join(above, 'node_modules');
  const launcher = posix.join(modules, '.bin/promptlane');
  if (below === undefined || !existsSync(join(top, launcher))) return `node ${quoted(executable)}`;
  return `! ${isTracked(quoted(modules))} && ${quoted(launcher)}`;
}

function isSameFile(candidate: string, real: string): boolean {
  return existsSync(candidate) && relative(realpathSync(candidate), real) === '';
}

function quoted(text: string): string {
  return /^[\w./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
