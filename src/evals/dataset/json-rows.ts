import type { Diagnostic } from '../../base/diagnostic.ts';
import type { Place } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { arrayItemOffsets, jsonErrorOffset } from './json-scanner.ts';
import { type DatasetSource, datasetError, type RawRow, type RawRows, withoutByteOrderMark } from './raw-rows.ts';

/** Reads one JSON value per line. Empty lines are skipped; a line that is no JSON is a finding and the others are kept. */
export function jsonLinesRows({ file, text }: DatasetSource): RawRows {
  const rows: RawRow[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, line] of withoutByteOrderMark(text).split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = jsonValue(line);
    const where = { file, line: index + 1, column: 1 };
    if (value === undefined)
      diagnostics.push(notJson({ ...where, column: (jsonErrorOffset(line) ?? 0) + 1 }, 'This line is not JSON, or nests without end.'));
    else rows.push({ value, where });
  }
  return { rows, diagnostics };
}

/** Reads a JSON array of rows. */
export function jsonRows({ file, text }: DatasetSource): RawRows {
  const source = withoutByteOrderMark(text);
  const value = jsonValue(source);
  if (value === undefined) {
    return {
      rows: [],
      diagnostics: [notJson(placeAt(file, source, jsonErrorOffset(source) ?? 0), 'This file is not JSON, or nests without end.')],
    };
  }
  if (!Array.isArray(value)) {
    return {
      rows: [],
      diagnostics: [datasetError({ file, line: 1, column: 1 }, 'dataset-not-a-list', 'A JSON dataset is a list of rows.')],
    };
  }
  return { rows: withPlaces(file, source, value), diagnostics: [] };
}

function withPlaces(file: string, source: string, values: readonly Json[]): RawRow[] {
  const offsets = arrayItemOffsets(source);
  let place: Place = { file, line: 1, column: 1 };
  let from = 0;
  return values.map((value, index) => {
    const offset = offsets[index] ?? from;
    // Counts on from the row before: one pass over the file, not one per row.
    place = placeAt(file, source, offset, place, from);
    from = offset;
    return { value, where: place };
  });
}

function placeAt(file: string, source: string, offset: number, start: Place = { file, line: 1, column: 1 }, from = 0): Place {
  const between = source.slice(from, offset);
  const breaks = between.split('\n').length - 1;
  const column = breaks === 0 ? start.column + between.length : between.length - between.lastIndexOf('\n');
  return { file, line: start.line + breaks, column };
}

function notJson(where: Place, message: string): Diagnostic {
  return datasetError(
    where,
    'dataset-syntax',
    message,
    'The place named is where the JSON breaks; check quotes, commas and brackets there.',
  );
}
