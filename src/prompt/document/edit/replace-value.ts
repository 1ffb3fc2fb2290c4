import { isCollection, isMap, isScalar, isSeq, type Scalar } from 'yaml';
import type { Json } from '../../../base/json/canonical-json.ts';
import { inQuotes, scalarText } from '../write/scalar.ts';
import { inlineText, type Spot, writeAfterKey, writeItem, type YamlStyle } from '../write/write-yaml.ts';
import type { ValuePath } from '../yaml/locate.ts';
import { spanOf } from '../yaml/span-of.ts';
import { blockTextSplices } from './block-text.ts';
import { quotesKeys } from './file-style.ts';
import { isBlockCollection, isBlockText, lineEnd, lineStart, type Slot, valueEnd } from './slot.ts';
import type { Splice } from './splice.ts';

/** What an edit works in: the source, its habits, and its line end. */
export interface Page {
  readonly text: string;
  readonly style: YamlStyle;
  readonly eol: string;
}

/** Gives a place another value, written like the one that was there. */
export function replaceValue(page: Page, slot: Slot, path: ValuePath, value: Json): Splice[] {
  const { text } = page;
  const { node } = slot;
  if (slot.isInFlow) return replaceInFlow(page, slot, value);
  if (isBlockText(node) && typeof value === 'string') {
    const splices = blockTextSplices(text, { ...slot, node }, value, page.eol);
    if (splices !== undefined) return splices;
  }
  const written = newText(page, slot, path, value);
  if (isBlockCollection(node)) return replaceBlock(page, slot, written);
  return isBlockText(node) ? replaceBlockText(page, { ...slot, node }, written) : replaceOnLine(page, slot, written);
}

/** The value after a key or dash, with the space or line end before it. */
function newText({ text, style }: Page, { node, column, parent, after }: Slot, path: ValuePath, value: Json): string {
  if (typeof value === 'string' && !value.includes('\n') && isWrittenOnLine(node)) {
    return ` ${isQuoted(node) ? sameQuotes(node, value) : scalarText(value, 'block', style.quote)}`;
  }
  // What stood open stays open, and what stood on one line stays there when it fits.
  const isOpen = (other: ValuePath) => (isCollection(node) && other.length === path.length ? !node.flow : style.isOpen(other));
  const spot: Spot = { path, column, style: { ...style, isOpen } };
  return isSeq(parent) ? writeItem(value, spot).slice(1) : writeAfterKey(value, spot, after - lineStart(text, after) + 1);
}

function isWrittenOnLine(node: Slot['node']): node is Scalar {
  return isScalar(node) && !isBlockText(node) && spanOf(node).start < spanOf(node).end;
}

function isQuoted({ type }: Scalar): boolean {
  return type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
}

function sameQuotes({ type }: Scalar, value: string): string {
  return inQuotes(value, type === 'QUOTE_SINGLE' ? 'single' : 'double');
}

/** Inside braces everything stays on its line. */
function replaceInFlow({ style }: Page, { node, after, isBare, parent }: Slot, value: Json): Splice[] {
  const written = typeof value === 'string' && isScalar(node) && isQuoted(node) ? sameQuotes(node, value) : flowText(parent, value, style);
  if (isBare) return [{ start: after, end: after, text: `: ${written}` }];
  const { start, end } = node === null ? { start: after, end: after } : spanOf(node);
  return start === end ? [{ start: after, end: after, text: ` ${written}` }] : [{ start, end, text: written }];
}

/** A value inside braces, as JSON where the keys there are quoted. */
export function flowText(parent: Slot['parent'], value: Json, style: YamlStyle): string {
  return isMap(parent) && quotesKeys(parent) ? jsonText(value) : inlineText(value, style);
}

/** A value as JSON, spaced like the flow style. */
function jsonText(value: Json): string {
  if (typeof value === 'string') return inQuotes(value, 'double');
  if (typeof value !== 'object' || value === null) return scalarText(value, 'flow');
  if (Array.isArray(value)) return `[${value.map(jsonText).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${inQuotes(key, 'double')}: ${jsonText(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** What follows on the line, such as a comment, stays behind the first line of the new value. */
export function replaceOnLine({ text, eol }: Page, { node, after }: Slot, written: string): Splice[] {
  const [head = '', ...rest] = written.split('\n');
  const { start, end } = node === null ? { start: after, end: after } : spanOf(node);
  const below = lineEnd(text, end);
  const tail: Splice[] = rest.length === 0 ? [] : [{ start: below, end: below, text: eol + rest.join(eol) }];
  if (start === end) return [{ start: after, end: after, text: head }, ...tail];
  if (head === '') return [{ start: after, end, text: '' }, ...tail];
  return [{ start, end, text: head.slice(1) }, ...tail];
}

/** The comment behind the mark of a block stays there. */
function replaceBlockText({ text, eol }: Page, slot: Slot & { readonly node: Scalar }, written: string): Splice[] {
  const [head = '', ...rest] = written.split('\n');
  const { start } = spanOf(slot.node);
  const mark = start + (/^\S+/.exec(text.slice(start, lineEnd(text, start)))?.[0].length ?? 0);
  const body = {
    start: lineEnd(text, start),
    end: Math.max(lineEnd(text, start), valueEnd(text, slot)),
    text: rest.map((line) => eol + line).join(''),
  };
  return head === '' ? [{ start: slot.after, end: mark, text: '' }, body] : [{ start, end: mark, text: head.slice(1) }, body];
}

/** A mapping or list in lines of its own goes as a whole; a comment on the line of its key stays. */
function replaceBlock({ text, eol }: Page, slot: Slot, written: string): Splice[] {
  const [head = '', ...rest] = written.split('\n');
  const below = lineEnd(text, slot.after);
  const end = lineEnd(text, valueEnd(text, slot));
  const { start } = slot.node === null ? { start: slot.after } : spanOf(slot.node);
  if (start < below) return [{ start, end, text: [head.trimStart(), ...rest].join(eol) }];
  return [
    { start: slot.after, end: slot.after, text: head },
    { start: below, end, text: rest.map((line) => eol + line).join('') },
  ];
}
