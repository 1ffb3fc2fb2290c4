import {
  type CST,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { YamlTree } from '../safe-yaml.ts';
import type { ValuePath } from '../yaml/locate.ts';
import { spanOf } from '../yaml/span-of.ts';

/** A place in a source that holds a value. */
export interface Slot {
  /** Nothing after a key in braces that stands alone. */
  readonly node: Node | null;
  /** Where the member or item starts: its key, or its dash. */
  readonly start: number;
  /** Right behind what introduces the value: the `:` or the dash, with anchors and tags. */
  readonly after: number;
  /** A key in braces that stands alone has no `:`. */
  readonly isBare: boolean;
  /** The column of the key or dash. */
  readonly column: number;
  /** Inside braces or brackets. */
  readonly isInFlow: boolean;
  readonly parent: YAMLMap | YAMLSeq;
  readonly index: number;
}

/** How far a path leads into the tree, and what stands there. */
export interface Reached {
  /** Steps taken; fewer than asked for where an alias stands for the rest. */
  readonly depth: number;
  readonly slot: Slot | undefined;
  readonly node: Node | null;
}

/** Walks down a path and stops at the first alias on the way. */
export function reach({ root, source: { text } }: YamlTree, path: ValuePath): Reached {
  let reached: Reached = { depth: 0, slot: undefined, node: root };
  for (const [index, step] of path.entries()) {
    if (isAlias(reached.node)) return reached;
    const slot = isCollection(reached.node) ? slotIn(text, reached.node as YAMLMap | YAMLSeq, step) : undefined;
    if (slot === undefined) return reached;
    reached = { depth: index + 1, slot, node: slot.node };
  }
  return reached;
}

function slotIn(text: string, parent: YAMLMap | YAMLSeq, step: string | number): Slot | undefined {
  if (isSeq(parent)) return typeof step === 'number' && step < parent.items.length ? itemSlot(text, parent, step) : undefined;
  const index = (parent.items as Pair<Node | null>[]).findLastIndex(({ key }) => isScalar(key) && key.value === String(step));
  return index < 0 ? undefined : memberSlot(text, parent, index);
}

/** The place of the member of a mapping that has this index. */
export function memberSlot(text: string, parent: YAMLMap, index: number): Slot {
  const pair = parent.items[index] as Pair<Node | null, Node | null>;
  const token = tokenOf(parent, index);
  const keyEnd = pair.key === null ? startOf(token, parent) : spanOf(pair.key).end;
  const before = token?.start.find(({ type }) => type === 'explicit-key-ind' || type === 'anchor' || type === 'tag');
  const start = before?.offset ?? (pair.key === null ? keyEnd : spanOf(pair.key).start);
  const introduction = token?.sep?.findLast(({ type }) => type === 'map-value-ind' || type === 'anchor' || type === 'tag');
  const isBare = token !== undefined && introduction === undefined;
  return {
    node: isBare ? null : pair.value,
    start,
    after: introduction === undefined ? keyEnd : introduction.offset + introduction.source.length,
    isBare,
    column: columnOf(text, start),
    isInFlow: isFlow(parent),
    parent,
    index,
  };
}

/** The place of the item of a list that has this index. */
export function itemSlot(text: string, parent: YAMLSeq, index: number): Slot {
  const node = parent.items[index] as Node | null;
  const token = tokenOf(parent, index);
  const introduction = token?.start.findLast(({ type }) => type === 'seq-item-ind' || type === 'anchor' || type === 'tag');
  const dash = token?.start.find(({ type }) => type === 'seq-item-ind');
  const start = dash?.offset ?? introduction?.offset ?? (node === null ? startOf(token, parent) : spanOf(node).start);
  return {
    node,
    start,
    after: introduction === undefined ? start : introduction.offset + introduction.source.length,
    isBare: false,
    column: columnOf(text, start),
    isInFlow: isFlow(parent),
    parent,
    index,
  };
}

function tokenOf(parent: YAMLMap | YAMLSeq, index: number): CST.CollectionItem | undefined {
  return (parent.srcToken as CST.BlockMap | CST.BlockSequence | CST.FlowCollection | undefined)?.items[index];
}

function startOf(token: CST.CollectionItem | undefined, parent: Node): number {
  return token?.start[0]?.offset ?? spanOf(parent).start;
}

export function isFlow(node: unknown): boolean {
  return isCollection(node) && node.flow === true;
}

/** A mapping or list that is laid out by indentation. */
export function isBlockCollection(node: unknown): node is YAMLMap | YAMLSeq {
  return (isMap(node) || isSeq(node)) && node.flow !== true;
}

/** A text in a block. */
export function isBlockText(node: unknown): node is Scalar<string> {
  return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
}

/** Where the last character of a value stands, without the line end, spaces and comments after it. */
export function valueEnd(text: string, slot: Pick<Slot, 'node' | 'after'>): number {
  const { node } = slot;
  if (node === null) return slot.after;
  if (isBlockText(node)) return withoutLineEnd(text, spanOf(node).end);
  if (!isBlockCollection(node)) return Math.max(slot.after, spanOf(node).end);
  const last = node.items.length - 1;
  return valueEnd(text, isSeq(node) ? itemSlot(text, node, last) : memberSlot(text, node, last));
}

function withoutLineEnd(text: string, end: number): number {
  if (text[end - 1] !== '\n') return end;
  return text[end - 2] === '\r' ? end - 2 : end - 1;
}

/** Where the line of an offset ends, before its line end. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return text[newline - 1] === '\r' && newline > offset ? newline - 1 : newline;
}

/** Where the line of an offset starts; a byte order mark is before the first line. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}
