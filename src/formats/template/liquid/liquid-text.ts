/** Anything that Liquid would take for the start of a tag. */
const DELIMITER = /\{[{%]/;
const END_OF_RAW = /\{%-?\s*endraw\b/;

/**
 * Writes a literal text so that Liquid prints it as it is.
 *
 * @param beforeTag whether a tag follows: a `{` at the end would join it (`{{{ name }}`).
 */
export function liquidText(text: string, beforeTag: boolean): string {
  const braces = beforeTag ? (/\{+$/.exec(text)?.[0] ?? '') : '';
  return literalText(text.slice(0, text.length - braces.length)) + printedBraces(braces);
}

function literalText(text: string): string {
  if (!DELIMITER.test(text)) return text;
  const first = text.search(DELIMITER);
  // Up to the end of the line of the last one, so that a block of braces stays one block.
  const last = Math.max(text.lastIndexOf('{{'), text.lastIndexOf('{%'));
  const lineEnd = text.indexOf('\n', last);
  const end = lineEnd === -1 ? text.length : lineEnd;
  const raw = text.slice(first, end);
  if (END_OF_RAW.test(raw) || raw.endsWith('{')) return text.replace(/\{{2,}|\{(?=%)/g, printedBraces);
  return `${text.slice(0, first)}{% raw %}${raw}{% endraw %}${text.slice(end)}`;
}

function printedBraces(braces: string): string {
  return braces === '' ? '' : `{{ "${'\\u007b'.repeat(braces.length)}" }}`;
}
