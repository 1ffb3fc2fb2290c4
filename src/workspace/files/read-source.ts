import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Decoded, decodeSource, MAX_SOURCE_BYTES, tooLarge } from './decode-source.ts';
import { pathInside } from './path-inside.ts';
import { leavesWorkspace, unreadable } from './unreadable.ts';

/**
 * Reads one file of a workspace as text; what cannot be read is a finding.
 *
 * A link is followed only to a file inside the workspace: a repository must not be able to
 * pull a file of the machine into a prompt. Reads synchronously: for a thousand small files
 * that takes a third of the time of the thread pool.
 */
export function readSource(root: string, path: string): Decoded {
  const absolute = join(root, path);
  try {
    const link = lstatSync(absolute).isSymbolicLink();
    if (link && pathInside(realpathSync(root), realpathSync(absolute)) === undefined) {
      return { problem: leavesWorkspace(path) };
    }
    const stats = statSync(absolute);
    if (!stats.isFile())
      return { problem: unreadable(path, 'file-unreadable', 'This is not a regular file.', 'Remove it, or give it another name.') };
    return stats.size > MAX_SOURCE_BYTES ? tooLarge(path, stats.size) : decodeSource(path, readFileSync(absolute));
  } catch (error) {
    return {
      problem: unreadable(
        path,
        'file-unreadable',
        `The file cannot be read: ${(error as Error).message}.`,
        'Check the path and its permissions.',
      ),
    };
  }
}
