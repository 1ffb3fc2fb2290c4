import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { byCodePoint } from '../../../base/text/code-point-order.ts';
import type { RowFile } from '../../../evals/dataset/rows/row-file.ts';
import { readSuite } from '../../../evals/suite/read-suite.ts';
import type { Suite } from '../../../evals/suite/suite.ts';
import type { Workspace } from '../../../workspace/config/workspace.ts';
import { datasetFile } from '../../../workspace/datasets/dataset-file.ts';
import { listDatasetFiles } from '../../../workspace/datasets/list-dataset-files.ts';
import { pathInside } from '../../../workspace/files/path-inside.ts';
import type { Tree } from '../../versions/tree.ts';
import { datasetSources } from './dataset-sources.ts';

/** A dataset of the workspace, and the suites that ask its cases. It is not read yet. */
export interface DatasetFile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly rows: RowFile;
  readonly suites: readonly Suite[];
}

export interface DatasetDependencies {
  readonly workspace: Pick<Workspace, 'root' | 'config'>;
  readonly tree: Pick<Tree, 'suites'>;
}

/**
 * The datasets that are named, relative to `directory`; without names those that suites name and all below the folder of datasets.
 *
 * @throws Failure `file-unreadable` for a file that lies outside the workspace, or has no format that we read.
 */
export async function readDatasets(
  named: readonly string[],
  directory: string,
  { workspace, tree }: DatasetDependencies,
): Promise<DatasetFile[]> {
  const { root, config } = workspace;
  const users = await suitesByDataset(tree, root);
  const paths =
    named.length > 0
      ? named.map((name) => workspacePath(name, directory, root))
      : [...users.keys(), ...listDatasetFiles(root, config.datasets)];
  return [...new Set(paths)]
    .sort(byCodePoint)
    .map((path) => ({ path, rows: datasetFile(root, path), suites: [...(users.get(path) ?? [])] }));
}

/** How the workspace calls a file that is named from a folder. @throws Failure `file-unreadable` for one outside. */
export function workspacePath(name: string, directory: string, root: string): string {
  const absolute = resolve(directory, name);
  const folder = existsSync(dirname(absolute)) ? realpathSync(dirname(absolute)) : dirname(absolute);
  const path = pathInside(realpathSync(root), join(folder, posix.basename(name)));
  if (path === undefined) throw new Failure('file-unreadable', `The dataset ${name} lies outside the workspace.`);
  return path;
}

/** By the path of the dataset; a suite that cannot be read names none, and `check` says why. */
async function suitesByDataset({ suites }: Pick<Tree, 'suites'>, root: string): Promise<ReadonlyMap<string, ReadonlySet<Suite>>> {
  const users = new Map<string, Set<Suite>>();
  for (const { path, text } of suites) {
    const { suite } = readSuite({ file: path, text });
    if (suite === undefined) continue;
    const { paths } = await datasetSources(suite, path, (folder) => listDatasetFiles(root, folder));
    for (const dataset of paths) users.set(dataset, (users.get(dataset) ?? new Set()).add(suite));
  }
  return users;
}
