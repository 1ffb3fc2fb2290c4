import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import type { Diagnostic } from '../../../base/diagnostic.ts';
import type { Place } from '../../../base/failure.ts';
import { datasetError } from './raw-rows.ts';
import { MAX_ROW_LENGTH, type RowOrFinding, type RowReader, tooLongRow } from './row-reader.ts';

interface CsvRecord {
  readonly record: string[];
  /** Counted from the start of the text. Its count of lines takes a quoted CRLF for two. */
  readonly info: { readonly empty_lines: number };
}

const [QUOTE, NEWLINE] = [0x22, 10];

/** Reads CSV (RFC 4180: quotes, quoted newlines) whose first row names the columns. Every value stays text. */
export function csvRows(file: string): RowReader {
  let rest = '';
  let isQuoted = false;
  let linesBefore = 0;
  let columns: readonly string[] | undefined;
  let isBroken = false;

  const readRecords = (text: string): RowOrFinding[] => {
    const { records, findings } = recordsOf(file, text, linesBefore);
    isBroken = findings.length > 0;
    const items: RowOrFinding[] = findings;
    let [line, emptyBefore] = [linesBefore + 1, 0];
    for (const { record, info } of records) {
      line += info.empty_lines - emptyBefore;
      const where = { file, line, column: 1 };
      emptyBefore = info.empty_lines;
      line += 1 + record.reduce((sum, value) => sum + lineEnds(value), 0);
      if (columns === undefined) {
        columns = record.map((name) => name.trim());
        items.push(...columnFindings(file, columns));
        isBroken ||= items.length > 0;
        if (isBroken) return items;
      } else {
        items.push(rowOf(record, columns, where));
      }
    }
    linesBefore += lineEnds(text);
    return items;
  };

  return {
    push(text) {
      if (isBroken) return [];
      const quoting = { isQuoted };
      const end = endOfLastRecord(text, quoting);
      isQuoted = quoting.isQuoted;
      const whole = rest + text.slice(0, end);
      rest = end === 0 ? whole + text : text.slice(end);
      const items = end === 0 ? [] : readRecords(whole);
      if (isBroken || rest.length <= MAX_ROW_LENGTH) return items;
      // What is so long is mostly a quote that is never closed, which the parser says better.
      const found = recordsOf(file, rest, linesBefore).findings;
      isBroken = true;
      return [...items, ...(found.length > 0 ? found : [tooLongRow({ file, line: linesBefore + 1, column: 1 })])];
    },
    end: () => (isBroken || rest === '' ? [] : readRecords(rest)),
  };
}

/**
 * Where the last complete record of a piece ends; 0 when none does.
 *
 * In a valid file a line ends a record exactly when the quotes before it are even in number. In an invalid one the parser
 * finds what is wrong, wherever the cut was made.
 */
function endOfLastRecord(text: string, quoting: { isQuoted: boolean }): number {
  let end = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) quoting.isQuoted = !quoting.isQuoted;
    else if (code === NEWLINE && !quoting.isQuoted) end = at + 1;
  }
  return end;
}

function recordsOf(file: string, text: string, linesBefore: number): { records: readonly CsvRecord[]; findings: Diagnostic[] } {
  try {
    const options = { info: true, skip_empty_lines: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] };
    return { records: parse(text, options) as unknown as CsvRecord[], findings: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines = 1 } = error as CsvError & { lines?: number };
    return {
      records: [],
      findings: [datasetError({ file, line: linesBefore + lines, column: 1 }, 'dataset-syntax', `${error.message}.`)],
    };
  }
}

function lineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

function rowOf(record: readonly string[], columns: readonly string[], where: Place): RowOrFinding {
  if (record.length === columns.length) return { value: Object.fromEntries(columns.map((name, at) => [name, record[at] ?? ''])), where };
  return datasetError(where, 'dataset-row-width', `This row has ${record.length} values for ${columns.length} columns.`);
}

function columnFindings(file: string, columns: readonly string[]): Diagnostic[] {
  const where = { file, line: 1, column: 1 };
  return columns.flatMap((name, index) => {
    if (name === '') return [datasetError(where, 'dataset-column', `Column ${index + 1} has no name.`)];
    if (columns.indexOf(name) < index) return [datasetError(where, 'dataset-column', `Two columns are called "${name}".`)];
    return [];
  });
}
