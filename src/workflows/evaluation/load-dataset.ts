import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { placeOf } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import { type Dataset, datasetFormat, parseDataset } from '../../evals/dataset/parse-dataset.ts';
import { pathInside } from '../../workspace/files/path-inside.ts';
import type { SourceFile } from '../../workspace/files/source-file.ts';

/**
 * The cases of the file that a suite names, relative to the suite's own file.
 *
 * @throws Failure `file-unreadable` for a file that is missing or lies outside the workspace: a suite of a pull
 * request must not read files of the machine; `suite-invalid` with the first located error.
 */
export function loadDataset(named: string, suite: SourceFile, root: string): Pick<Dataset, 'cases' | 'digest'> {
  const file = join(dirname(suite.path), named);
  const format = datasetFormat(file);
  if (format === undefined) {
    throw new Failure('suite-invalid', `The dataset "${named}" is in no known format.`, {
      where: { file: suite.path, line: 1, column: 1 },
      hint: 'A dataset is a .jsonl, .json, .csv or .yaml file.',
    });
  }
  const { cases, digest, diagnostics } = parseDataset({ file, format, text: readInside(root, file, suite) });
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error) throw new Failure('suite-invalid', error.message, { where: placeOf(error), details: { diagnostics } });
  return { cases, digest };
}

function readInside(root: string, file: string, { path }: SourceFile): string {
  try {
    const absolute = realpathSync(join(root, file));
    if (pathInside(realpathSync(root), absolute) === undefined)
      throw new Failure('file-unreadable', `The dataset ${file} of ${path} lies outside the workspace.`);
    return readFileSync(absolute, 'utf8');
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('file-unreadable', `The dataset ${file} of ${path} cannot be read.`, {
      cause,
      hint: 'Paths in a suite are relative to the suite file.',
    });
  }
}
