import { existsSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { datasetFormat } from '../../evals/dataset/dataset-format.ts';
import { isSkipped } from '../files/source-file.ts';

/** The files below a folder of the workspace whose names are those of datasets; hidden ones and `node_modules` are not looked into. */
export function listDatasetFiles(root: string, folder: string): string[] {
  const absolute = join(root, folder);
  if (folder.startsWith('..') || !existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (isSkipped(entry.name)) return [];
    if (entry.isDirectory()) return listDatasetFiles(root, path);
    return entry.isFile() && datasetFormat(path) !== undefined ? [path] : [];
  });
}
