import { isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { blockOf } from '../edit/block-text.ts';
import { isBlockCollection, isBlockText, lineStart, type Slot, valueEnd } from '../edit/slot.ts';
import { type Splice, spliced } from '../edit/splice.ts';
import type { YamlTree } from '../safe-yaml.ts';
import { TIDY } from '../write/write-yaml.ts';
import { spanOf } from '../yaml/span-of.ts';
import { slotsOf } from './slots.ts';

/** Two columns per level, one space behind dashes and colons; comments go with what they stand next to. */
export function indentLines({ root, source: { text } }: YamlTree): string {
  if (!isBlockCollection(root)) return text;
  const layout = new Layout(text);
  layout.collection(root, 0);
  layout.comments();
  return spliced(text, layout.splices);
}

class Layout {
  readonly splices: Splice[] = [];
  readonly #text: string;
  /** Start of a line → its new indentation, for lines that begin a member or item. */
  readonly #indents = new Map<number, number>();
  /** Starts of lines that belong to a value of several lines. */
  readonly #inside = new Set<number>();

  constructor(text: string) {
    this.#text = text;
  }

  collection(parent: Node, column: number): void {
    if (!isBlockCollection(parent)) return;
    for (const slot of slotsOf(this.#text, parent)) {
      this.#indent(slot.start, column);
      this.#value(slot, column, isSeq(parent));
    }
  }

  /** A comment line is indented like the next line that was indented as much, else like the next one at all. */
  comments(): void {
    const starts = lineStarts(this.#text);
    for (const [index, start] of starts.entries()) {
      const line = /^([ \t]*)#/.exec(this.#text.slice(start, starts[index + 1] ?? this.#text.length));
      if (line === null || this.#inside.has(start)) continue;
      const columns = line[1]?.length ?? 0;
      this.splices.push({ start, end: start + columns, text: ' '.repeat(this.#besides(starts, index, columns)) });
    }
  }

  #besides(starts: readonly number[], index: number, columns: number): number {
    const structural = (start: number) => this.#indents.has(start);
    const wasAt = (start: number) => /^ */.exec(this.#text.slice(start))?.[0].length ?? 0;
    const next = starts.slice(index + 1).find(structural);
    if (next !== undefined && wasAt(next) === columns) return this.#indents.get(next) ?? 0;
    const above = starts.slice(0, index).findLast((start) => structural(start) && wasAt(start) <= columns);
    if (above !== undefined && (next === undefined || wasAt(above) >= wasAt(next))) return this.#indents.get(above) ?? 0;
    return next === undefined ? 0 : (this.#indents.get(next) ?? 0);
  }

  /** Nothing to do for what stands behind a dash: the line is indented already. */
  #indent(offset: number, column: number): void {
    const start = lineStart(this.#text, offset);
    if (this.#text.slice(start, offset).trim() !== '') return;
    this.#indents.set(start, column);
    this.splices.push({ start, end: offset, text: ' '.repeat(column) });
  }

  #value(slot: Slot, column: number, isItem: boolean): void {
    const { node, after } = slot;
    if (node === null) return;
    const { start, end } = spanOf(node);
    const gap = this.#text.slice(after, start);
    if (end > start && !gap.includes('\n') && gap.trim() === '') this.splices.push({ start: after, end: start, text: ' ' });
    if (isBlockCollection(node)) this.collection(node, isItem ? column + 2 : column + TIDY.step);
    else if (isBlockText(node)) this.#block({ ...slot, node }, column);
    else this.#continuation(slot, column);
  }

  /** The lines of a block move together. */
  #block(slot: Slot & { readonly node: Scalar }, column: number): void {
    const { header, start, end, margin } = blockOf(this.#text, slot);
    const indent = ' '.repeat(column + TIDY.step);
    if (/\d/.test(header.text)) {
      const text = header.text.replace(/\d/, String(TIDY.step));
      this.splices.push({ start: header.start, end: header.start + header.text.length, text });
    }
    for (let at = start; at <= end && at < this.#text.length; ) {
      this.#inside.add(at);
      const next = this.#text.indexOf('\n', at);
      const line = this.#text.slice(at, next < 0 ? this.#text.length : next);
      const rest = line.slice(margin.length);
      this.splices.push({ start: at, end: at + line.length, text: rest === '' ? '' : indent + rest });
      if (next < 0) return;
      at = next + 1;
    }
  }

  /** Quoted and plain texts fold their line ends, so their lines may stand anywhere deeper; braces keep their shape. */
  #continuation(slot: Slot, column: number): void {
    const { node, after } = slot;
    if (node === null) return;
    const end = valueEnd(this.#text, slot);
    const first = lineStart(this.#text, slot.start);
    const shift = column - (slot.start - first);
    for (let at = this.#text.indexOf('\n', after) + 1; at > 0 && at <= end; at = this.#text.indexOf('\n', at) + 1) {
      this.#inside.add(at);
      const columns = /^[ \t]*/.exec(this.#text.slice(at, end))?.[0].length ?? 0;
      if (at + columns >= end || this.#text[at + columns] === '\n') continue;
      const indent = isScalar(node) ? column + TIDY.step : Math.max(column + 1, columns + shift);
      this.splices.push({ start: at, end: at + columns, text: ' '.repeat(indent) });
    }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
