import { type Diagnostic, hasErrors } from '../../base/diagnostic.ts';
import type { Digest } from '../../base/digest.ts';
import type { Place } from '../../base/failure.ts';
import { csvRows } from './csv-rows.ts';
import { datasetDigest, type EvalCase } from './eval-case.ts';
import { jsonLinesRows, jsonRows } from './json-rows.ts';
import { type DatasetSource, datasetError, type RawRows } from './raw-rows.ts';
import { readCase } from './read-case.ts';
import { yamlRows } from './yaml-rows.ts';

const READERS = { jsonl: jsonLinesRows, json: jsonRows, csv: csvRows, yaml: yamlRows } as const satisfies Record<
  string,
  (source: DatasetSource) => RawRows
>;

export type DatasetFormat = keyof typeof READERS;

const SUFFIXES: Readonly<Record<string, DatasetFormat>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  csv: 'csv',
  yaml: 'yaml',
  yml: 'yaml',
};

export interface Dataset {
  /** In the order of the file. */
  readonly cases: readonly EvalCase[];
  readonly digest: Digest;
  /** With an error among them the dataset is not fit to be run. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The format that a file name promises. */
export function datasetFormat(file: string): DatasetFormat | undefined {
  return SUFFIXES[file.slice(file.lastIndexOf('.') + 1).toLowerCase()];
}

/**
 * Reads a dataset: every row that can be read, and a located finding for each that cannot, for rows that
 * repeat a case and for ids that are given twice (pairing by content needs each case once).
 */
export function parseDataset({ file, text, format }: DatasetSource & { readonly format: DatasetFormat }): Dataset {
  const { rows, diagnostics: syntax } = READERS[format]({ file, text });
  const diagnostics = [...syntax];
  const cases: EvalCase[] = [];
  const firstByContent = new Map<string, Place>();
  const firstByName = new Map<string, Place>();
  for (const row of rows) {
    const read = readCase(row);
    diagnostics.push(...read.diagnostics);
    if (read.case === undefined) continue;
    const repeated = repetition(read.case, read.named, firstByContent, firstByName);
    if (repeated === undefined) cases.push(read.case);
    else diagnostics.push(repeated);
  }
  if (cases.length === 0 && !hasErrors(diagnostics)) {
    diagnostics.push(datasetError({ file, line: 1, column: 1 }, 'dataset-empty', 'This dataset has no rows.'));
  }
  return { cases, digest: datasetDigest(cases), diagnostics };
}

function repetition(
  { caseId, id, where }: EvalCase,
  named: boolean,
  firstByContent: Map<string, Place>,
  firstByName: Map<string, Place>,
): Diagnostic | undefined {
  const sameContent = firstByContent.get(caseId);
  if (sameContent !== undefined) {
    const message = `This row has the inputs and the expectation of line ${sameContent.line}.`;
    return datasetError(where, 'dataset-duplicate', message, 'Remove one; to ask a case several times use `repeat` in the suite.');
  }
  firstByContent.set(caseId, where);
  if (!named) return undefined;
  const sameName = firstByName.get(id);
  if (sameName !== undefined) return datasetError(where, 'dataset-duplicate-id', `The id "${id}" is taken by line ${sameName.line}.`);
  firstByName.set(id, where);
  return undefined;
}
