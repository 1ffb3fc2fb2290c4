import type { Diagnostic, Fix, Severity, SourceRange } from '../../base/diagnostic.ts';

/** A stretch of a source: offsets in UTF-16 code units, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a finding says, without where. */
export interface Said {
  readonly rule: string;
  readonly message: string;
  /** An error when left out. */
  readonly severity?: Severity;
  readonly hint?: string;
  readonly fix?: Fix;
}

/** A text with the places of its characters. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  range(span: Span): SourceRange;
  /** The offset of a 1-based place; past the end it is the end. */
  offset(line: number, column: number): number;
  /** The place at a 1-based line and column. */
  point(line: number, column: number): Span;
  finding(span: Span, said: Said): Diagnostic;
}

/** Gives the characters of a file their lines and columns; a byte order mark takes no column. */
export function sourceText(file: string, text: string): SourceText {
  const starts = lineStarts(text);
  const place = (offset: number) => {
    const line = lastAtOrBefore(starts, offset);
    return { line: line + 1, column: Math.max(0, offset - (starts[line] ?? 0)) + 1 };
  };
  const range = ({ start, end }: Span): SourceRange => {
    const first = clamp(start, text.length);
    const last = Math.max(first, clamp(end, text.length));
    const [from, to] = [place(first), place(last)];
    return { start: first, end: last, ...from, endLine: to.line, endColumn: to.column };
  };
  return {
    file,
    text,
    range,
    offset: (line, column) => clamp((starts[line - 1] ?? text.length) + column - 1, text.length),
    point: (line, column) => {
      const at = clamp((starts[line - 1] ?? text.length) + column - 1, text.length);
      return { start: at, end: at };
    },
    finding: (span, { severity = 'error', ...said }) => ({ file, range: range(span), severity, ...said }),
  };
}

function lineStarts(text: string): number[] {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The index of the last line that starts at or before an offset. */
function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function clamp(offset: number, length: number): number {
  return Math.min(Math.max(0, offset), length);
}
