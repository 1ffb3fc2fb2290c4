import { textWidth } from '../text-width.ts';

/** A stretch of text with the colour that it is shown in. */
export interface Piece {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** One character as it is shown: whole, whatever it is made of, and how many columns it takes. */
interface Glyph {
  readonly text: string;
  readonly columns: number;
  readonly paint: Piece['paint'];
}

const TAB = 4;

/** Lays pieces of one line out in a cell: lines of exactly these columns, broken between words, or within one that is longer. */
export function cellLines(pieces: readonly Piece[], columns: number): string[] {
  const lines: Glyph[][] = [];
  let line: Glyph[] = [];
  let used = 0;
  for (const glyph of pieces.flatMap(glyphs)) {
    const placed = glyph.text === '\t' ? tab(used, columns, glyph) : glyph;
    if (used + placed.columns > columns) {
      const [full, rest] = broken(line);
      lines.push(full);
      line = rest;
      used = width(rest);
      // A space at the break is not shown at the start of the next line.
      if (line.length === 0 && placed.text.trim() === '') continue;
    }
    line.push(placed);
    used += placed.columns;
  }
  lines.push(line);
  return lines.map((those) => `${painted(those)}${' '.repeat(Math.max(0, columns - width(those)))}`);
}

function glyphs({ text, paint }: Piece): Glyph[] {
  if (/^[\x20-\x7e\t]*$/.test(text)) return Array.from(text, (character) => ({ text: character, columns: 1, paint }));
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => ({ text: segment, columns: textWidth(segment), paint }));
}

/** A tab reaches to the next stop of its cell. */
function tab(used: number, columns: number, { paint }: Glyph): Glyph {
  const reach = Math.max(1, Math.min(TAB - (used % TAB), columns - used));
  return { text: ' '.repeat(reach), columns: reach, paint };
}

/** Where a full line ends: after its last space or wide character, unless that would leave it half empty. */
function broken(line: readonly Glyph[]): [full: Glyph[], rest: Glyph[]] {
  for (let end = line.length; end > line.length / 2; end -= 1) {
    const last = line[end - 1];
    if (last && (last.text.trim() === '' || last.columns > 1)) return [line.slice(0, end), line.slice(end)];
  }
  return [[...line], []];
}

function width(line: readonly Glyph[]): number {
  return line.reduce((sum, { columns }) => sum + columns, 0);
}

/** Neighbours of one colour are painted at once. */
function painted(line: readonly Glyph[]): string {
  let text = '';
  for (let start = 0; start < line.length; ) {
    const paint = line[start]?.paint;
    let end = start;
    while (end < line.length && line[end]?.paint === paint) end += 1;
    const run = line
      .slice(start, end)
      .map((glyph) => glyph.text)
      .join('');
    text += paint ? paint(run) : run;
    start = end;
  }
  return text;
}
