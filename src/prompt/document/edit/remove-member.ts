import { isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import { withoutTrailing } from '../../../base/text/without-trailing.ts';
import { spanOf } from '../yaml/span-of.ts';
import { isFlow, itemSlot, lineEnd, lineStart, memberSlot, type Slot, valueEnd } from './slot.ts';
import type { Splice } from './splice.ts';

/** Takes a member or item away that is not the only one. */
export function removeMember(text: string, parent: YAMLMap | YAMLSeq, index: number): Splice[] {
  const slots = parent.items.map((_item, each) => (isSeq(parent) ? itemSlot(text, parent, each) : memberSlot(text, parent, each)));
  const slot = slots[index];
  if (slot === undefined) return [];
  const next = slots[index + 1];
  if (!isFlow(parent)) return removeLines(text, slot, next);
  const previous = slots[index - 1];
  if (next !== undefined && (previous === undefined || isAlone(text, slot))) return [{ start: slot.start, end: next.start, text: '' }];
  return previous === undefined ? [] : removeLast(text, parent, previous, slot, next);
}

/** Comments above it stay: they may be about what follows. */
function removeLines(text: string, slot: Slot, next: Slot | undefined): Splice[] {
  const end = lineEnd(text, valueEnd(text, slot));
  const start = lineStart(text, slot.start);
  if (text.slice(start, slot.start).trim() === '') {
    if (end < text.length) return [{ start, end: text.indexOf('\n', end) + 1, text: '' }];
    return [{ start: text[start - 2] === '\r' ? start - 2 : start - 1, end, text: '' }];
  }
  // It stands behind a dash: what follows takes its place, unless comments come first.
  const follows = next !== undefined && text.slice(end, next.start).trim() === '';
  const from = follows ? slot.start : start + withoutTrailing(text.slice(start, slot.start), ' \t').length;
  return [{ start: from, end: follows ? next.start : end, text: '' }];
}

function removeLast(text: string, parent: YAMLMap | YAMLSeq, previous: Slot, slot: Slot, next: Slot | undefined): Splice[] {
  const before = valueEnd(text, previous);
  const end = valueEnd(text, slot);
  if (next !== undefined || !isAlone(text, slot)) return [{ start: before, end, text: '' }];
  // On a line of its own: a comment behind the one before stays.
  const closing = /^\s*,/.exec(text.slice(end, spanOf(parent).end))?.[0] ?? '';
  const comma = text.indexOf(',', before);
  const rest = lineEnd(text, end + closing.length);
  const line = { start: lineEnd(text, lineStart(text, slot.start) - 2), end: rest, text: '' };
  return closing === '' && comma >= 0 && comma < slot.start ? [{ start: comma, end: comma + 1, text: '' }, line] : [line];
}

/** Nothing but space before it on its line. */
function isAlone(text: string, slot: Slot): boolean {
  return text.slice(lineStart(text, slot.start), slot.start).trim() === '';
}
