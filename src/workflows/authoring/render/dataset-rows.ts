import { Failure } from '../../../base/failure.ts';
import { failureOfFindings } from '../../../base/finding-failure.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import { datasetFormat } from '../../../evals/dataset/dataset-format.ts';
import type { EvalCase } from '../../../evals/dataset/eval-case.ts';
import { parseDataset } from '../../../evals/dataset/parse-dataset.ts';
import type { ReadText, ValueRow } from './value-row.ts';

/** Names that a failure lists of a large dataset. */
const LISTED = 8;

/**
 * The inputs of one row of a dataset, by id or by number from 1; of all rows when none is named.
 *
 * @throws Failure `suite-invalid` with the place of an error in the dataset, `usage-invalid` for a row that is not there
 */
export async function datasetRows(file: string, row: string | undefined, read: ReadText): Promise<ValueRow[]> {
  // What comes through a pipe has no suffix; JSON Lines is what programs write into one.
  const format = file === '-' ? 'jsonl' : datasetFormat(file);
  if (format === undefined) {
    throw new Failure('usage-invalid', `The dataset "${file}" is in no known format.`, {
      hint: 'A dataset is a .jsonl, .json, .csv or .yaml file.',
    });
  }
  const { cases, diagnostics } = parseDataset({ file, format, text: await read(file, 'the dataset') });
  const failure = failureOfFindings('suite-invalid', diagnostics);
  if (failure) throw failure;
  const chosen = row === undefined ? cases : [caseNamed(row, cases, file)];
  return chosen.map(({ id, inputs }) => ({ label: id, values: inputs }));
}

/** An id wins over a number: rows may be called 1, 2, 3 in another order. */
function caseNamed(row: string, cases: readonly EvalCase[], file: string): EvalCase {
  const found = cases.find(({ id }) => id === row) ?? (/^\d+$/.test(row) ? cases[Number(row) - 1] : undefined);
  if (found !== undefined) return found;
  const ids = cases.map(({ id }) => id);
  const more = ids.length > LISTED ? ', …' : '';
  throw new Failure('usage-invalid', `${file} has no row "${row}".${/^\d+$/.test(row) ? '' : didYouMean(row, ids)}`, {
    hint: `It has ${cases.length} ${cases.length === 1 ? 'row' : 'rows'}: ${ids.slice(0, LISTED).join(', ')}${more}.`,
  });
}
