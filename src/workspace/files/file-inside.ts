import { realpathSync, statSync } from 'node:fs';
import { pathInside } from './path-inside.ts';

/** The real path of a file below a folder; undefined for what is no file, and for what lies outside of it, also behind links. */
export function fileInside(path: string, top: string): string | undefined {
  try {
    const real = realpathSync(path);
    return pathInside(top, real) !== undefined && statSync(real).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}
