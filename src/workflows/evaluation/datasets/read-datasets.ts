import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { byCodePoint } from '../../../base/text/code-point-order.ts';
import { datasetFormat } from '../../../evals/dataset/dataset-format.ts';
import { type Dataset, parseDataset } from '../../../evals/dataset/parse-dataset.ts';
import { readSuite } from '../../../evals/suite/read-suite.ts';
import type { Suite } from '../../../evals/suite/suite.ts';
import type { Workspace } from '../../../workspace/config/workspace.ts';
import { pathInside } from '../../../workspace/files/path-inside.ts';
import { isSkipped } from '../../../workspace/files/source-file.ts';
import type { Tree } from '../../versions/tree.ts';

/** A dataset of the workspace, and the suites that ask its cases. */
export interface DatasetFile extends Dataset {
  /** Relative to the workspace. */
  readonly path: string;
  readonly suites: readonly Suite[];
}

export interface DatasetDependencies {
  readonly workspace: Pick<Workspace, 'root' | 'config'>;
  readonly tree: Pick<Tree, 'suites'>;
}

/**
 * The datasets that are named, relative to `directory`; without names those that suites name and all below the folder of datasets.
 *
 * @throws Failure `file-unreadable` for a file that is not there, lies outside the workspace, or has no format that we read.
 */
export function readDatasets(named: readonly string[], directory: string, { workspace, tree }: DatasetDependencies): DatasetFile[] {
  const { root, config } = workspace;
  const users = suitesByDataset(tree);
  const paths =
    named.length > 0 ? named.map((name) => workspacePath(name, directory, root)) : [...users.keys(), ...below(root, config.datasets)];
  return [...new Set(paths)].sort(byCodePoint).map((path) => ({ ...readDataset(path, root), path, suites: users.get(path) ?? [] }));
}

/**
 * One dataset of the workspace.
 *
 * @param namedBy how a message calls whoever names it, for example ` of evals/triage.eval.yaml`.
 * @throws Failure `file-unreadable`; a dataset of a pull request must not be a file of the machine.
 */
export function readDataset(path: string, root: string, namedBy = ''): Dataset {
  const format = datasetFormat(path);
  if (format === undefined) throw unreadable(path, 'is in no format of a dataset', 'A dataset is a .jsonl, .json, .csv or .yaml file.');
  return parseDataset({ file: path, format, text: textInside(root, path, namedBy) });
}

function textInside(root: string, path: string, namedBy: string): string {
  try {
    const absolute = realpathSync(join(root, path));
    if (pathInside(realpathSync(root), absolute) === undefined) throw unreadable(`${path}${namedBy}`, 'lies outside the workspace');
    return readFileSync(absolute, 'utf8');
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw unreadable(`${path}${namedBy}`, 'cannot be read', 'Paths in a suite are relative to the suite file.', cause);
  }
}

function workspacePath(name: string, directory: string, root: string): string {
  const absolute = resolve(directory, name);
  const folder = existsSync(dirname(absolute)) ? realpathSync(dirname(absolute)) : dirname(absolute);
  const path = pathInside(realpathSync(root), join(folder, posix.basename(name)));
  if (path === undefined) throw unreadable(name, 'lies outside the workspace');
  return path;
}

/** By the path of the dataset; a suite that cannot be read names none, and `check` says why. */
function suitesByDataset({ suites }: Pick<Tree, 'suites'>): ReadonlyMap<string, Suite[]> {
  const users = new Map<string, Suite[]>();
  for (const { path, text } of suites) {
    const { suite } = readSuite({ file: path, text });
    if (suite === undefined) continue;
    const dataset = posix.join(posix.dirname(path), suite.dataset);
    users.set(dataset, [...(users.get(dataset) ?? []), suite]);
  }
  return users;
}

function below(root: string, folder: string): string[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (isSkipped(entry.name)) return [];
    if (entry.isDirectory()) return below(root, path);
    return entry.isFile() && datasetFormat(path) !== undefined ? [path] : [];
  });
}

function unreadable(path: string, why: string, hint?: string, cause?: unknown): Failure {
  return new Failure('file-unreadable', `The dataset ${path} ${why}.`, { ...(hint !== undefined && { hint }), cause });
}
