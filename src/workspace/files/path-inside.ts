import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

/**
 * How a folder calls something inside it: relative, with forward slashes, `''` for itself; undefined for what lies outside.
 *
 * Both are absolute, with links resolved.
 */
export function pathInside(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  const isOutside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  return isOutside ? undefined : way.split(sep).join('/');
}

/** The same for a file or folder as a user names it: links on the way are resolved, a file that is itself a link keeps its name. */
export function namedPathInside(folder: string, path: string): string | undefined {
  return pathInside(folder, statSync(path).isFile() ? join(realpathSync(dirname(path)), basename(path)) : realpathSync(path));
}
