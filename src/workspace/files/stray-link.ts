import { realpathSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import { pathInside } from './path-inside.ts';

/**
 * Refuses a file of a folder that is, or lies behind, a link to outside of it: messages about its text would quote a
 * file of the machine. What a person names outside of the folder is theirs, and what is not there is not refused.
 *
 * Both are absolute.
 * @throws Failure `file-unreadable`
 */
export function refuseStrayLink(folder: string, file: string): void {
  if (pathInside(folder, file) === undefined) return;
  const real = realPath(file);
  if (real === undefined || pathInside(realPath(folder) ?? folder, real) !== undefined) return;
  throw new Failure('file-unreadable', `${file} is a link to outside of ${folder}, and is not read.`, {
    hint: 'Put a copy of the file there; a repository must not read files of the machine.',
  });
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
