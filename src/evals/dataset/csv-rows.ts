import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import type { Diagnostic } from '../../base/diagnostic.ts';
import { type DatasetSource, datasetError, type RawRow, type RawRows } from './raw-rows.ts';

interface CsvRecord {
  readonly record: string[];
  /** Both count from the start of the file, so the row before tells where this one starts. */
  readonly info: { readonly lines: number; readonly empty_lines: number };
}

/** Reads CSV (RFC 4180: quotes, quoted newlines) whose first row names the columns. Every value stays text. */
export function csvRows({ file, text }: DatasetSource): RawRows {
  let records: CsvRecord[];
  try {
    records = parse(text, { bom: true, info: true, skip_empty_lines: true, relax_column_count: true }) as unknown as CsvRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    return { rows: [], diagnostics: [datasetError({ file, line: lines ?? 1, column: 1 }, 'dataset-syntax', `${error.message}.`)] };
  }
  return readRecords(file, records);
}

function readRecords(file: string, [header, ...records]: readonly CsvRecord[]): RawRows {
  if (header === undefined) return { rows: [], diagnostics: [] };
  const columns = header.record.map((name) => name.trim());
  const rows: RawRow[] = [];
  const diagnostics: Diagnostic[] = columnFindings(file, columns);
  if (diagnostics.length > 0) return { rows, diagnostics };
  let before = header.info;
  for (const { record, info } of records) {
    const where = { file, line: before.lines + 1 + (info.empty_lines - before.empty_lines), column: 1 };
    before = info;
    if (record.length === columns.length)
      rows.push({ value: Object.fromEntries(columns.map((name, at) => [name, record[at] ?? ''])), where });
    else diagnostics.push(datasetError(where, 'dataset-row-width', `This row has ${record.length} values for ${columns.length} columns.`));
  }
  return { rows, diagnostics };
}

function columnFindings(file: string, columns: readonly string[]): Diagnostic[] {
  const where = { file, line: 1, column: 1 };
  return columns.flatMap((name, index) => {
    if (name === '') return [datasetError(where, 'dataset-column', `Column ${index + 1} has no name.`)];
    if (columns.indexOf(name) < index) return [datasetError(where, 'dataset-column', `Two columns are called "${name}".`)];
    return [];
  });
}
