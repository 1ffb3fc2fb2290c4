import { cutText } from './fit-text.ts';
import { textWidth } from './text-width.ts';

const GAP = '  ';
/** Narrower than this a column says nothing: a short digest has twelve digits. */
const LEAST = 12;

/** Lines up rows of cells in columns; colours and wide characters are measured as they are shown. */
export function table(rows: readonly (readonly string[])[]): string {
  return aligned(rows, widthsOf(rows));
}

/**
 * The same below a header, within a number of columns: wide cells are cut; where even that cannot
 * be read, each row is a paragraph of titles and cells.
 */
export function fittedTable(header: readonly string[], rows: readonly (readonly string[])[], columns: number): string {
  const widths = shrunk(widthsOf([header, ...rows]), columns - GAP.length * (header.length - 1));
  if (widths === undefined) return rows.map((row) => paragraph(header, row, columns)).join('\n\n');
  return aligned(
    [header, ...rows].map((row) => row.map((cell, column) => cutText(cell, widths[column] ?? 0))),
    widths,
  );
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, textWidth(cell));
    });
  }
  return widths;
}

/** Takes columns from the widest ones, evenly; nothing when they cannot all stay readable. */
function shrunk(widths: readonly number[], columns: number): number[] | undefined {
  const sumAt = (limit: number) => widths.reduce((sum, width) => sum + Math.min(width, limit), 0);
  let limit = Math.max(...widths);
  if (sumAt(LEAST) > columns) return undefined;
  while (sumAt(limit) > columns) limit -= 1;
  return widths.map((width) => Math.min(width, limit));
}

function aligned(rows: readonly (readonly string[])[], widths: readonly number[]): string {
  const padded = (cell: string, column: number) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - textWidth(cell)));
  return rows.map((row) => row.map(padded).join(GAP).trimEnd()).join('\n');
}

function paragraph(header: readonly string[], row: readonly string[], columns: number): string {
  const lines = row.map((cell, column) => cutText(`${header[column] ?? ''} ${cell}`, Math.max(1, columns)));
  return lines.join('\n');
}
