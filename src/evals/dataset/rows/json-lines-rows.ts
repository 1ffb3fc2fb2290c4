import { jsonValue } from '../../../base/json/json-value.ts';
import { notJson } from './json-rows.ts';
import { jsonErrorOffset } from './json-scanner.ts';
import { type RowOrFinding, type RowReader, rowText, tooLongRow } from './row-reader.ts';

/** Reads one JSON value per line. Empty lines are skipped; a line that is no JSON is a finding and the others are kept. */
export function jsonLinesRows(file: string): RowReader {
  const current = rowText();
  let line = 0;

  const endLine = (): readonly RowOrFinding[] => {
    line += 1;
    const where = { file, line, column: 1 };
    const text = current.take();
    if (text === undefined) return [tooLongRow(where)];
    if (text.trim() === '') return [];
    const value = jsonValue(text);
    if (value !== undefined) return [{ value, where }];
    return [notJson({ ...where, column: (jsonErrorOffset(text) ?? 0) + 1 }, 'This line is not JSON, or nests without end.')];
  };

  return {
    push(text) {
      const items: RowOrFinding[] = [];
      let from = 0;
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
        current.add(text.slice(from, at));
        items.push(...endLine());
        from = at + 1;
      }
      current.add(text.slice(from));
      return items;
    },
    end: endLine,
  };
}
