import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ReadAttachment } from '../../evals/dataset/dialogue/read-dialogue.ts';
import { pathInside } from '../files/path-inside.ts';

/** No provider takes more in one request. */
const MAX_MEGABYTES = 20;

/**
 * Reads files that the rows of a dataset attach, relative to the dataset.
 *
 * What lies outside the workspace, by its path or by a link, is not read: it would be sent to a provider.
 */
export function attachmentFile(root: string, dataset: string): ReadAttachment {
  return (file) => {
    try {
      const absolute = realpathSync(join(root, dirname(dataset), file));
      if (pathInside(realpathSync(root), absolute) === undefined) return { problem: 'it lies outside the workspace' };
      const stats = statSync(absolute);
      if (!stats.isFile()) return { problem: 'it is not a file' };
      if (stats.size > MAX_MEGABYTES * 1024 * 1024) return { problem: `it has more than ${MAX_MEGABYTES} MB` };
      return { data: readFileSync(absolute).toString('base64') };
    } catch {
      return { problem: 'it cannot be read; its path is relative to the dataset' };
    }
  };
}
