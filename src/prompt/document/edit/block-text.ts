import type { CST, Scalar } from 'yaml';
import { withoutTrailing } from '../../../base/text/without-trailing.ts';
import { isBlockable } from '../write/scalar.ts';
import { spanOf } from '../yaml/span-of.ts';
import { lineEnd, type Slot, valueEnd } from './slot.ts';
import type { Splice } from './splice.ts';

/** A block as its source has it. */
export interface Block {
  readonly header: { readonly start: number; readonly text: string };
  /** Where the first line starts, and where the last one ends. */
  readonly start: number;
  readonly end: number;
  readonly margin: string;
  readonly lines: readonly string[];
}

/** The least columns that a folded text is wrapped at. */
const NARROWEST = 40;

/**
 * Gives a text in a block another content: indentation, folding and the lines that stay are kept.
 *
 * @param eol the line end of the file.
 * @returns nothing when a block cannot hold the text.
 */
export function blockTextSplices(text: string, slot: Slot & { readonly node: Scalar }, value: string, eol: string): Splice[] | undefined {
  if (!isBlockable(value)) return undefined;
  const block = blockOf(text, slot);
  const old = typeof slot.node.value === 'string' ? slot.node.value : '';
  const folded = block.header.text.startsWith('>') ? foldedLines(block.lines, trimmed(old), trimmed(value)) : undefined;
  const isLiteral = folded === undefined;
  const header = headerFor(block, value, isLiteral ? '|' : '>', slot.column);
  if (header === undefined) return undefined;
  const lines = [...(folded ?? trimmed(value).split('\n')), ...Array<string>(Math.max(0, lineEnds(value) - 1)).fill('')];
  const body = lines.map((line) => (line === '' ? '' : block.margin + line)).join(eol);
  // With `+` the empty lines after the block would become part of the text.
  const end = header.includes('+') ? afterEmptyLines(text, block.end) : block.end;
  return [
    { start: block.header.start, end: block.header.start + block.header.text.length, text: header },
    block.start > block.end ? { start: block.end, end, text: eol + body } : { start: block.start, end, text: body },
  ];
}

/** Takes a block apart. */
export function blockOf(text: string, slot: Pick<Slot, 'after' | 'column'> & { readonly node: Scalar }): Block {
  const { start: nodeStart } = spanOf(slot.node);
  const { props = [] } = (slot.node.srcToken ?? {}) as Partial<CST.BlockScalar>;
  const token = props.find(({ type }) => type === 'block-scalar-header') as CST.SourceToken | undefined;
  const header = { start: token?.offset ?? nodeStart, text: token?.source ?? text.slice(nodeStart, nodeStart + 1) };
  const end = valueEnd(text, slot);
  const newline = text.indexOf('\n', header.start);
  const start = newline < 0 || newline >= end ? end + 1 : newline + 1;
  const raw = text.slice(start, Math.max(start, end)).split(/\r?\n/);
  const figure = /\d/.exec(header.text)?.[0];
  const first = raw.find((line) => /\S/.test(line));
  const indent = figure === undefined ? (first === undefined ? slot.column + 2 : first.search(/[^ ]/)) : slot.column + Number(figure);
  return { header, start, end, margin: ' '.repeat(indent), lines: raw.map((line) => line.slice(indent)) };
}

/** The mark of the block with the chomping and, where the text begins with space, the figure that it needs. */
function headerFor({ header, margin }: Block, value: string, style: '|' | '>', column: number): string | undefined {
  const ends = lineEnds(value);
  const keeps = header.text.includes('+');
  const chomping = ends === 0 ? '-' : ends > 1 || keeps ? '+' : '';
  const hadFigure = /\d/.test(header.text);
  if (!hadFigure && !/^\n*[ \t]/.test(value)) return `${style}${chomping}`;
  const figure = margin.length - column;
  return figure >= 1 && figure <= 9 ? `${style}${figure}${chomping}` : undefined;
}

function lineEnds(value: string): number {
  return value.length - trimmed(value).length;
}

function trimmed(value: string): string {
  return withoutTrailing(value, '\n');
}

function afterEmptyLines(text: string, end: number): number {
  const [spaces = ''] = /^(?:\r?\n[ \t]*)*(?=\r?\n|$)/.exec(text.slice(end)) ?? [];
  return lineEnd(text, end + spaces.length);
}

/**
 * The lines of a folded text: paragraphs that did not change keep theirs.
 *
 * Nothing for texts with indented lines, which fold by rules of their own.
 */
function foldedLines(source: readonly string[], old: string, value: string): string[] | undefined {
  if ([old, value].some((text) => /(?:^|\n)[ \t]|^\n/.test(text)) || source.some((line) => /^\s+/.test(line))) return undefined;
  const written = paragraphsOf(source);
  const before = old.split(/\n+/);
  if (written.length !== before.length) return undefined;
  const width = Math.max(NARROWEST, ...source.map((line) => line.length));
  const parts = value.split(/(\n+)/);
  const after = parts.filter((_part, index) => index % 2 === 0);
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start += 1;
  const shift = after.length - before.length;
  return parts.flatMap((part, position) => {
    // A line end of the text is an empty line of the source.
    if (position % 2 === 1) return Array<string>(part.length).fill('');
    const index = position / 2;
    const same = index < start ? index : index - shift;
    return before[same] === part && (index < start || same >= start) ? (written[same] ?? []) : wrapped(part, width);
  });
}

function paragraphsOf(lines: readonly string[]): string[][] {
  const paragraphs: string[][] = [[]];
  for (const line of lines) {
    const last = paragraphs.at(-1);
    if (line !== '') last?.push(line);
    else if (last?.length !== 0) paragraphs.push([]);
  }
  return paragraphs.at(-1)?.length === 0 ? paragraphs.slice(0, -1) : paragraphs;
}

/** Breaks a line at single spaces only: others would not come back. */
function wrapped(line: string, width: number): string[] {
  const lines: string[] = [];
  let current: string | undefined;
  for (const word of line.split(/(?<=\S) (?=\S)/)) {
    if (current !== undefined && current.length + 1 + word.length <= width) current += ` ${word}`;
    else {
      if (current !== undefined) lines.push(current);
      current = word;
    }
  }
  return current === undefined ? lines : [...lines, current];
}
