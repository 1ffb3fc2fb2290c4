import { posix } from 'node:path';
import { placeOf } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import { datasetFormat } from '../../evals/dataset/dataset-format.ts';
import type { Dataset } from '../../evals/dataset/parse-dataset.ts';
import type { SourceFile } from '../../workspace/files/source-file.ts';
import { readDataset } from './datasets/read-datasets.ts';

/**
 * The cases of the file that a suite names, relative to the suite's own file.
 *
 * @throws Failure `file-unreadable` for a file that is missing or lies outside the workspace: a suite of a pull
 * request must not read files of the machine; `suite-invalid` with the first located error.
 */
export function loadDataset(named: string, suite: SourceFile, root: string): Pick<Dataset, 'cases' | 'digest'> {
  const file = posix.join(posix.dirname(suite.path), named);
  if (datasetFormat(file) === undefined) {
    throw new Failure('suite-invalid', `The dataset "${named}" is in no known format.`, {
      where: { file: suite.path, line: 1, column: 1 },
      hint: 'A dataset is a .jsonl, .json, .csv or .yaml file.',
    });
  }
  const { cases, digest, diagnostics } = readDataset(file, root, ` of ${suite.path}`);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error) throw new Failure('suite-invalid', error.message, { where: placeOf(error), details: { diagnostics } });
  return { cases, digest };
}
