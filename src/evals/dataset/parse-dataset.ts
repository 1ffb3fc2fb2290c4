import type { Diagnostic } from '../../base/diagnostic.ts';
import type { Digest } from '../../base/digest.ts';
import { caseReader } from './case-reader.ts';
import { CaseCollection } from './collection/case-collection.ts';
import type { DatasetFormat } from './dataset-format.ts';
import type { EvalCase } from './eval-case.ts';
import type { DatasetSource } from './rows/raw-rows.ts';

export interface Dataset {
  /** In the order of the file. */
  readonly cases: readonly EvalCase[];
  readonly digest: Digest;
  /** With an error among them the dataset is not fit to be run. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A text with the format of its file. */
export type DatasetText = DatasetSource & { readonly format: DatasetFormat };

/**
 * Reads a dataset that is in memory: every row that can be read, and a located finding for each that cannot, for rows
 * that repeat a case and for ids that are given twice.
 *
 * What may be large is read by `scanDataset`.
 */
export function parseDataset(source: DatasetText): Dataset {
  return parseDatasets([source]);
}

/** Several files as one dataset: cases are told apart across all of them. */
export function parseDatasets(sources: readonly DatasetText[]): Dataset {
  const collection = new CaseCollection();
  const cases = sources.flatMap(({ file, text, format }) => {
    const reader = caseReader(file, format);
    return [...reader.push(text), ...reader.end()].flatMap((read) => collection.add(read) ?? []);
  });
  const { digest, diagnostics } = collection.figures(sources[0]?.file ?? '');
  return { cases, digest, diagnostics };
}
