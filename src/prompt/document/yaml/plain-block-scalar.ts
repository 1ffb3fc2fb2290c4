import { indentOf, Unclear } from './plain-scalar.ts';

/**
 * The text after a `|` or `|-`, and the number of the line after it.
 *
 * @param at the line of the header
 * @param parent the indentation of the key or mark that it belongs to
 */
export function blockScalar(
  lines: readonly string[],
  at: number,
  header: string,
  parent: number,
): { readonly value: string; readonly end: number } {
  const keepsLineEnd = header === '|';
  // Without a line end at the end of the file there may be none to keep.
  if (keepsLineEnd ? lines.at(-1) !== '' : header !== '|-') throw new Unclear();
  let end = at + 1;
  while (lines[end] === '') end += 1;
  const first = lines[end] ?? '';
  const indent = indentOf(first);
  // Space alone before the first words does not say where they begin.
  if (indent <= parent || indent === first.length) throw new Unclear();
  const body = lines.slice(at + 1, end);
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? '';
    const part = partOf(line, indent, parent);
    if (part === undefined) break;
    body.push(part);
  }
  while (body.at(-1) === '') body.pop();
  return { value: body.join('\n') + (keepsLineEnd ? '\n' : ''), end };
}

/** What a line adds to a text with this indentation; nothing when it stands outside. */
function partOf(line: string, indent: number, parent: number): string | undefined {
  const own = indentOf(line);
  const isBlank = own === line.length;
  // Space beyond the indentation is text, and a line between the two depths an error: rare, and left to the whole reader.
  if (isBlank ? own > indent : own < indent && own > parent) throw new Unclear();
  return isBlank || own >= indent ? line.slice(indent) : undefined;
}
