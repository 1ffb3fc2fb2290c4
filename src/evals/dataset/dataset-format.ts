import { csvRows } from './rows/csv-rows.ts';
import { jsonLinesRows } from './rows/json-lines-rows.ts';
import { jsonRows } from './rows/json-rows.ts';
import type { RowReader } from './rows/row-reader.ts';
import { yamlRows } from './rows/yaml-rows.ts';

/** What reads the rows of a file, by its format. */
export const ROW_READERS = { jsonl: jsonLinesRows, json: jsonRows, csv: csvRows, yaml: yamlRows } as const satisfies Record<
  string,
  (file: string) => RowReader
>;

export type DatasetFormat = keyof typeof ROW_READERS;

const SUFFIXES: Readonly<Record<string, DatasetFormat>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  csv: 'csv',
  yaml: 'yaml',
  yml: 'yaml',
};

/** How people are told which files are datasets. */
export const DATASET_SUFFIXES = 'A dataset is a .jsonl, .json, .csv or .yaml file; `.gz` may follow.';

/** The format that a file name promises. */
export function datasetFormat(file: string): DatasetFormat | undefined {
  const plain = file.replace(/\.gz$/i, '');
  return SUFFIXES[plain.slice(plain.lastIndexOf('.') + 1).toLowerCase()];
}
