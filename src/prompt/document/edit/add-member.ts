import { isMap, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Json } from '../../../base/json/canonical-json.ts';
import { inQuotes } from '../write/scalar.ts';
import { keyText, writeItem, writeMember, type YamlStyle } from '../write/write-yaml.ts';
import type { ValuePath } from '../yaml/locate.ts';
import { spanOf } from '../yaml/span-of.ts';
import { quotesKeys } from './file-style.ts';
import { flowText, type Page } from './replace-value.ts';
import { isFlow, itemSlot, lineEnd, lineStart, memberSlot, type Slot, valueEnd } from './slot.ts';
import type { Splice } from './splice.ts';

/** Adds a member to a mapping, before the one that has this index now. */
export function addMember(page: Page, map: YAMLMap, index: number, path: ValuePath, value: Json): Splice[] {
  const { text, style } = page;
  const key = String(path.at(-1));
  const isJson = quotesKeys(map);
  const name = isJson ? inQuotes(key, 'double') : keyText(key, isFlow(map) ? 'flow' : 'block', style);
  const slots = map.items.map((_pair, each) => memberSlot(text, map, each));
  if (isFlow(map)) return addInFlow(page, map, slots, index, `${name}: ${flowText(map, value, style)}`);
  const column = slots[0]?.column ?? 0;
  const written = writeMember(name, value, { path, column, style: likeSiblings(style, path, value, membersOf(map)) });
  return addLines(page, slots, index, column, written);
}

/** Adds an item to a list, before the one that has this index now. */
export function addItem(page: Page, list: YAMLSeq, index: number, path: ValuePath, value: Json): Splice[] {
  const { text, style } = page;
  const slots = list.items.map((_item, each) => itemSlot(text, list, each));
  if (isFlow(list)) return addInFlow(page, list, slots, index, flowText(list, value, style));
  const column = slots[0]?.column ?? 0;
  return addLines(
    page,
    slots,
    index,
    column,
    writeItem(value, { path, column, style: likeSiblings(style, path, value, list.items as Node[]) }),
  );
}

function membersOf(map: YAMLMap): (Node | null)[] {
  return (map.items as Pair<Node | null, Node | null>[]).map(({ value }) => value);
}

/** What is next to each other looks alike; the lists of a whole file do not, because `messages` is one of them. */
function likeSiblings(style: YamlStyle, path: ValuePath, value: Json, siblings: readonly (Node | null)[]): YamlStyle {
  const alike = siblings.filter((node) => (Array.isArray(value) ? isSeq(node) : isMap(node)));
  if (alike.length === 0 || (path.length === 1 && Array.isArray(value))) return style;
  const isOpen = alike.every((node) => !isFlow(node));
  return { ...style, isOpen: (other) => (other.length === path.length ? isOpen : style.isOpen(other)) };
}

/** Comments above a member belong to it, so the new one goes right below the one before. */
function addLines({ text, eol }: Page, slots: readonly Slot[], index: number, column: number, written: string): Splice[] {
  const margin = ' '.repeat(column);
  const lines = written.split('\n').join(eol);
  const previous = slots[index - 1];
  const [first] = slots;
  if (previous !== undefined) {
    const at = lineEnd(text, valueEnd(text, previous));
    return [{ start: at, end: at, text: eol + margin + lines }];
  }
  return first === undefined ? [] : [{ start: first.start, end: first.start, text: lines + eol + margin }];
}

function addInFlow({ text, eol }: Page, parent: Slot['parent'], slots: readonly Slot[], index: number, written: string): Splice[] {
  const { start, end } = spanOf(parent);
  const [first] = slots;
  if (first === undefined) {
    const space = isSeq(parent) ? '' : ' ';
    return [{ start: end - 1, end: end - 1, text: text.slice(start + 1, end - 1).trim() === '' ? space + written + space : written }];
  }
  const isOneLine = !text.slice(start, first.start).includes('\n');
  const margin = eol + text.slice(lineStart(text, first.start), first.start).replace(/\S/g, ' ');
  const next = slots[index];
  if (next !== undefined) return [{ start: next.start, end: next.start, text: `${written},${isOneLine ? ' ' : margin}` }];
  const last = valueEnd(text, slots.at(-1) ?? first);
  const closing = text.slice(last, end - 1);
  if (isOneLine || !closing.includes('\n')) return [{ start: last, end: last, text: `,${isOneLine ? ' ' : margin}${written}` }];
  // On lines of their own: a comment behind the last one stays with it.
  const comma = /^\s*,/.test(closing) ? '' : ',';
  const below = lineEnd(text, last);
  const line = { start: below, end: below, text: margin + written + (comma === '' ? ',' : '') };
  return comma === '' ? [line] : [{ start: last, end: last, text: comma }, line];
}
