import type * as AST from './handlebars-ast.ts';

/** Finds what the parser gives by line and column in the text. */
export interface HandlebarsPlaces {
  start(node: AST.Node): number;
  /** The node as it stands in the text, on one line, shortened, in backquotes. */
  shown(node: AST.Node): string;
  /** Where the parser stopped. */
  ofError(error: unknown): number;
}

/** Reads lines as the parser does. */
export function handlebarsPlaces(text: string): HandlebarsPlaces {
  const starts = [0, ...[...text.matchAll(/\r\n?|\n/g)].map((match) => match.index + match[0].length)];
  const offset = (line: number, column: number) => Math.min((starts[line - 1] ?? text.length) + column, text.length);
  return {
    start: ({ loc }) => offset(loc.start.line, loc.start.column),
    shown({ loc }) {
      const source = text.slice(offset(loc.start.line, loc.start.column), offset(loc.end.line, loc.end.column)).replace(/\s+/g, ' ');
      return `\`${source.length > 60 ? `${source.slice(0, 59)}…` : source}\``;
    },
    ofError(error) {
      const place =
        (error as { hash?: { loc?: { first_line?: number; first_column?: number } }; lineNumber?: number; column?: number }) ?? {};
      return offset(place.hash?.loc?.first_line ?? place.lineNumber ?? 1, place.hash?.loc?.first_column ?? place.column ?? 0);
    },
  };
}
