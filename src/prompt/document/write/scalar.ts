import type { Json } from '../../../base/json/canonical-json.ts';

/** Where a scalar is written: inside brackets a plain text may hold fewer characters. */
export type ScalarPlace = 'block' | 'flow';

/** The quotes that a file prefers. */
export type Quote = 'double' | 'single';

/** What no YAML reader may be trusted with when it stands in a file as it is: controls, old line ends, byte order marks. */
const UNSAFE = /[\0-\x08\x0B-\x1F\x7F-\x9F\u2028\u2029\uFEFF\uFFFE\uFFFF]/;

/** Marks that begin something else than a text. */
const INDICATOR = /^[-?:,[\]{}#&*!|>'"%@`=~<]/;

/** Where a plain text would end, or turn into a key or a comment. */
const BREAKS = /:(?:\s|$)|\s#|^\s|\s$|[\t\n]/;

/**
 * What YAML reads as something else than a text: nulls, truth values, numbers and dates. In YAML 1.1, which
 * other tools still speak, that is also `yes`, `1_000`, `12:30:00` and `2024-01-01`.
 */
const OTHER_TYPE =
  /^(?:null|true|false|yes|no|on|off|y|n|[-+]?\.?\d[\d_]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|[-+]?\.(?:inf|nan)|0x[\da-f_]+|0o?[0-7_]+|0b[01_]+|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?|\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?|\.{3}.*)$/i;

/** A null, truth value, number or text on one line, so that it is read back as exactly this value. */
export function scalarText(value: Json, place: ScalarPlace, quote: Quote = 'double'): string {
  if (typeof value === 'string') return isPlain(value, place) ? value : quotedText(value, quote);
  // Whole numbers beyond 2^53 are refused when digits stand for them, because digits promise to be exact.
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) return value.toExponential();
  return JSON.stringify(value);
}

/** Whether a text can stand without quotes, for us and for other readers. */
function isPlain(text: string, place: ScalarPlace): boolean {
  if (text === '' || UNSAFE.test(text) || INDICATOR.test(text) || BREAKS.test(text) || OTHER_TYPE.test(text)) return false;
  return place === 'block' || !/[,[\]{}]/.test(text);
}

/** A text in the quotes preferred, or in those that save escapes. */
export function quotedText(text: string, quote: Quote): string {
  const savesEscapes = quote === 'single' ? text.includes("'") && !/["\\]/.test(text) : /["\\]/.test(text);
  const other = quote === 'single' ? 'double' : 'single';
  return inQuotes(text, savesEscapes ? other : quote);
}

/** A text in these quotes; in double ones where single ones cannot hold it. */
export function inQuotes(text: string, quote: Quote): string {
  return quote === 'single' && isSingleQuotable(text) ? singleQuoted(text) : doubleQuoted(text);
}

/** Single quotes know no escapes, and fold line ends. */
function isSingleQuotable(text: string): boolean {
  return !UNSAFE.test(text) && !/[\n\t]/.test(text);
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7F-\x9F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether a text can stand in a block, which shows every character as it is. */
export function isBlockable(text: string): boolean {
  return !UNSAFE.test(text) && /[^\s]/.test(text) && !/(?:^|\n)[ \t]+$/.test(text);
}

/**
 * A text as a literal block: the mark, then its lines, without a line end after the last.
 *
 * @param indent columns that the lines are indented by, and the parent less.
 * @param step how many of those columns belong to the block alone.
 */
export function literalBlock(text: string, indent: number, step: number): string {
  // Without a figure, the first line with something in it would tell the indentation.
  const figure = /^\n*[ \t]/.test(text) ? String(step) : '';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const chomping = !text.endsWith('\n') ? '-' : body.endsWith('\n') ? '+' : '';
  const margin = ' '.repeat(indent);
  const lines = body.split('\n').map((line) => (line === '' ? '' : margin + line));
  return [`|${figure}${chomping}`, ...lines].join('\n');
}
