/** A place in a text as an engine counts it: 1-based line and column. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** How a text is written in YAML. */
export type ScalarStyle = 'block' | 'double-quoted' | 'single-quoted' | 'plain';

const SPACE = /[ \t\r\n]/;

/**
 * Finds a place of a text in the YAML that wrote it.
 *
 * YAML changes only white space (indentation, folding) and, in quotes, spells some characters as escapes.
 * So the n-th visible character of the text is the n-th visible character of the source.
 *
 * @param text the text that YAML gave
 * @param raw its source: without the header of a block, without quotes
 * @returns an offset in `raw`
 */
export function offsetInSource(text: string, raw: string, style: ScalarStyle, position: TextPosition): number {
  const index = indexOf(text, position);
  const visible = countVisible(text.slice(0, index));
  if (index < text.length && !SPACE.test(text[index] ?? ' ')) return startOfVisible(raw, style, visible);
  if (visible === 0) return 0;
  const before = /[ \t]*$/.exec(text.slice(0, index))?.[0].length ?? 0;
  return Math.min(raw.length, startOfVisible(raw, style, visible - 1) + 1 + before);
}

function indexOf(text: string, { line, column }: TextPosition): number {
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    const newline = text.indexOf('\n', start);
    if (newline < 0) return text.length;
    start = newline + 1;
  }
  return Math.min(start + Math.max(1, column) - 1, text.length);
}

function countVisible(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) if (!SPACE.test(text[index] ?? ' ')) count += 1;
  return count;
}

/** Where the visible character number `wanted` (from 0) is written. */
function startOfVisible(raw: string, style: ScalarStyle, wanted: number): number {
  let seen = 0;
  let offset = 0;
  while (offset < raw.length) {
    const { length, visible } = unitAt(raw, offset, style);
    if (visible > 0 && seen + visible > wanted) return offset;
    seen += visible;
    offset += length;
  }
  return raw.length;
}

/** The stretch of source that writes the next character, and how many visible UTF-16 code units that is. */
function unitAt(raw: string, offset: number, style: ScalarStyle): { length: number; visible: number } {
  if (style === 'double-quoted' && raw[offset] === '\\') return escapeAt(raw, offset);
  if (style === 'single-quoted' && raw[offset] === "'") return { length: 2, visible: 1 };
  return { length: 1, visible: SPACE.test(raw[offset] ?? ' ') ? 0 : 1 };
}

function escapeAt(raw: string, offset: number): { length: number; visible: number } {
  const code = /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(raw.slice(offset, offset + 10));
  if (code === null) return { length: 2, visible: /[ tnr\t\n\r]/.test(raw[offset + 1] ?? ' ') ? 0 : 1 };
  const character = Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16);
  const units = character > 0xffff ? 2 : 1;
  return { length: code[0].length, visible: character <= 0x20 && SPACE.test(String.fromCharCode(character)) ? 0 : units };
}
