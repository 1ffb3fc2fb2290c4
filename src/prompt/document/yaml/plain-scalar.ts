import type { Json } from '../../../base/json/canonical-json.ts';
import { withoutTrailing } from '../../../base/text/without-trailing.ts';

/** Thrown where a text may mean something that is not plainly in sight; caught in plain-yaml.ts. */
export class Unclear {}

export const QUOTED = /^["']/;
const DOUBLE = /^"(?:[^"\\]|\\["\\nt])*"/;
const SINGLE = /^'(?:[^']|'')*'/;

const FIRST = /^[A-Za-z0-9_/(<$^;=\u00A1-\uFFFD]/;
/** What would end the text, or make it a key. */
const ENDS = /: | #|:$/;
const WORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;
/** A character that stands in no number of YAML: without one, what begins with a digit may be a number. */
const NOT_OF_A_NUMBER = /[^0-9A-Fa-fxo.+-]/;

/** How many spaces a line begins with. */
export function indentOf(line: string): number {
  let indent = 0;
  while (line[indent] === ' ') indent += 1;
  return indent;
}

/** A text, number or word without quotes that ends with its line, or before a comment. */
export function plainScalar(rest: string): Json {
  const mark = rest.indexOf(' #');
  const isComment = mark >= 0 && (mark + 2 === rest.length || rest[mark + 2] === ' ');
  const text = withoutTrailing(isComment ? rest.slice(0, mark) : rest, ' ');
  if (ENDS.test(text)) throw new Unclear();
  return plainValue(text);
}

/** What a text without quotes stands for. */
export function plainValue(text: string): Json {
  if (NUMBER.test(text) && !/^-0(?:\.0*)?$/.test(text)) return Number(text);
  if (!FIRST.test(text) || (/^\d/.test(text) && !NOT_OF_A_NUMBER.test(text))) throw new Unclear();
  const word = WORDS.get(text);
  return word === undefined ? text : word;
}

/** A text in quotes, alone on the rest of its line. */
export function quotedScalar(rest: string): string {
  const { text, end } = quotedAt(rest, 0);
  afterValue(rest.slice(end));
  return text;
}

/** The text in quotes that begins at a place, and where it ends. */
export function quotedAt(line: string, start: number): { readonly text: string; readonly end: number } {
  const rest = line.slice(start);
  const source = (rest[0] === '"' ? DOUBLE : SINGLE).exec(rest)?.[0];
  if (source === undefined) throw new Unclear();
  const text = rest[0] === '"' ? (JSON.parse(source) as string) : source.slice(1, -1).replaceAll("''", "'");
  return { text, end: start + source.length };
}

/** Lets only space and a comment follow a value. */
export function afterValue(rest: string): void {
  if (!/^ *(?: #(?: .*)?)?$/.test(rest)) throw new Unclear();
}
