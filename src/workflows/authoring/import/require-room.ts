import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { pathInside } from '../../../workspace/files/path-inside.ts';
import type { Tree } from '../../versions/tree.ts';
import type { PlannedFile } from './planned-files.ts';

/** A planned file, and what it finds in its place. */
export interface Target extends PlannedFile {
  readonly state: 'new' | 'unchanged' | 'overwritten';
}

export interface Room {
  readonly root: string;
  readonly tree: Pick<Tree, 'library'>;
  readonly force: boolean;
}

/**
 * Makes sure that nothing is in the way.
 *
 * @throws Failure `import-clash` for an id that another file has, for a file that says something else (unless
 * `force`), and for a folder that leads out of the workspace; `details` lists all.
 */
export function requireRoom(planned: readonly PlannedFile[], { root, tree, force }: Room): Target[] {
  const owners = ownersOf(tree);
  const clashes: string[] = [];
  const targets = planned.map((file): Target => {
    const owner = file.id === undefined ? undefined : owners.get(file.id.toLowerCase());
    const state = stateOf(root, file);
    if (owner !== undefined && owner !== file.path) clashes.push(`The id "${file.id}" of ${file.from} is taken by ${owner}.`);
    else if (state === 'outside') clashes.push(`${file.path} lies behind a link that leads out of the workspace.`);
    else if (state === 'blocked') clashes.push(`${file.path} cannot be written: something that is no file, or no folder, has its name.`);
    else if (state === 'overwritten' && !force) clashes.push(`${file.from} would overwrite ${file.path}.`);
    return { ...file, state: state === 'outside' || state === 'blocked' ? 'new' : state };
  });
  const [first, ...more] = clashes;
  if (first === undefined) return targets;
  throw new Failure('import-clash', more.length === 0 ? first : `${first} (and ${more.length} more)`, {
    ...(clashes.every((clash) => clash.includes('would overwrite')) && {
      hint: 'Overwrite with `--force`, or import into a folder of its own with `--out`.',
    }),
    details: { clashes },
  });
}

function stateOf(root: string, { path, text }: PlannedFile): Target['state'] | 'outside' | 'blocked' {
  const absolute = join(root, path);
  const folder = nearest(dirname(absolute));
  if (pathInside(realpathSync(root), realpathSync(folder)) === undefined) return 'outside';
  if (!statSync(folder).isDirectory()) return 'blocked';
  const stats = lstatSync(absolute, { throwIfNoEntry: false });
  if (stats === undefined) return 'new';
  if (!stats.isFile()) return 'blocked';
  return readFileSync(absolute, 'utf8') === text ? 'unchanged' : 'overwritten';
}

/** The lowest part of a path that is there. */
function nearest(path: string): string {
  return existsSync(path) ? path : nearest(dirname(path));
}

/** Case-folded id → the file that has it. */
function ownersOf({ library }: Room['tree']): ReadonlyMap<string, string> {
  const entries = [...library.prompts.values(), ...library.partials.values(), ...library.guardrailSets.values()];
  return new Map(entries.map(({ id, source }) => [id.toLowerCase(), source.path]));
}
