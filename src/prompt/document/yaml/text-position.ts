import { withoutTrailing } from '../../../base/text/without-trailing.ts';

/** A place in a text as an engine counts it: 1-based line and column. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** How a text is written in YAML. */
export type ScalarStyle = 'block' | 'double-quoted' | 'single-quoted' | 'plain';

const SPACE = /[ \t\r\n]/;

/**
 * Finds places of a text in the YAML that wrote it, as offsets in `raw`.
 *
 * YAML changes only white space (indentation, folding) and, in quotes, spells some characters as escapes.
 * So the n-th visible character of the text is the n-th visible character of the source. They are counted
 * once: a text may have thousands of findings.
 *
 * @param text the text that YAML gave
 * @param raw its source: without the header of a block, without quotes
 */
export function placesInSource(text: string, raw: string, style: ScalarStyle): (position: TextPosition) => number {
  const lines = lineStarts(text);
  const visibleBefore = countVisible(text);
  const starts = startsOfVisible(raw, style);
  return ({ line, column }) => {
    const index = Math.min((lines[line - 1] ?? text.length) + Math.max(1, column) - 1, text.length);
    const visible = visibleBefore[index] ?? 0;
    if (index < text.length && !SPACE.test(text[index] ?? ' ')) return starts[visible] ?? raw.length;
    if (visible === 0) return 0;
    const space = index - withoutTrailing(text.slice(0, index), ' \t').length;
    return Math.min(raw.length, (starts[visible - 1] ?? raw.length) + 1 + space);
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** For each index of a text how many visible characters stand before it. */
function countVisible(text: string): Uint32Array {
  const counts = new Uint32Array(text.length + 1);
  for (let index = 0; index < text.length; index += 1) {
    counts[index + 1] = (counts[index] ?? 0) + (SPACE.test(text[index] ?? ' ') ? 0 : 1);
  }
  return counts;
}

/** Where each visible character is written. */
function startsOfVisible(raw: string, style: ScalarStyle): number[] {
  const starts: number[] = [];
  let offset = 0;
  while (offset < raw.length) {
    const { length, visible } = unitAt(raw, offset, style);
    for (let unit = 0; unit < visible; unit += 1) starts.push(offset);
    offset += length;
  }
  return starts;
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
