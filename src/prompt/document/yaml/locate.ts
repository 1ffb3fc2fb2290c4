import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import type { SourceRange } from '../../../base/diagnostic.ts';
import type { SourceText, Span } from '../source-text.ts';
import { spanOf } from './span-of.ts';
import { offsetInSource, type ScalarStyle, type TextPosition } from './text-position.ts';

/** Keys and indexes from the root of a document to a value. */
export type ValuePath = readonly (string | number)[];

/** Finds values of a document in its source. */
export interface Locator {
  /** The value at a path; of a path that leads nowhere, the nearest value on the way. With a position, that place in the text of the value. */
  locate(path: ValuePath, position?: TextPosition): SourceRange;
  /** The key at a path, or the value where there is no key. */
  locateKey(path: ValuePath): SourceRange;
}

/** Finds values in the tree of a document. */
export function locator(source: SourceText, root: Node | null, targets: ReadonlyMap<Alias, Node>): Locator {
  const follow = (path: ValuePath) => followPath(root, path, targets);
  return {
    locate(path, position) {
      const { node, key } = follow(path);
      const at = node ?? key;
      if (position !== undefined && isScalar(node)) return source.range(placeInText(source, node, position));
      return source.range(at ? spanOf(at) : { start: 0, end: 0 });
    },
    locateKey(path) {
      const { node, key } = follow(path);
      const at = key ?? node;
      return source.range(at ? spanOf(at) : { start: 0, end: 0 });
    },
  };
}

interface Reached {
  readonly node: Node | null;
  readonly key: Node | null;
}

/** Goes as far along a path as the document does. */
function followPath(root: Node | null, path: ValuePath, targets: ReadonlyMap<Alias, Node>): Reached {
  let reached: Reached = { node: root, key: null };
  for (const step of path) {
    const next = memberOf(reached.node, step);
    if (next === undefined) return reached;
    reached = isAlias(next.node) ? { ...next, node: targets.get(next.node) ?? next.node } : next;
  }
  return reached;
}

function memberOf(node: Node | null, step: string | number): Reached | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)] as Node | undefined;
    return item && { node: item, key: null };
  }
  if (!isMap(node)) return undefined;
  const pairs = node.items as Pair<Node | null, Node | null>[];
  // The last one counts, as in the value that is read.
  const pair = pairs.findLast(({ key }) => isScalar(key) && key.value === String(step));
  return pair && { node: pair.value, key: pair.key };
}

function placeInText(source: SourceText, scalar: Scalar, position: TextPosition): Span {
  const { start, end } = spanOf(scalar);
  const text = typeof scalar.value === 'string' ? scalar.value : '';
  const style = styleOf(scalar);
  const quote = style.endsWith('quoted') ? 1 : 0;
  const bodyStart = style === 'block' ? afterLine(source.text, start) : start + quote;
  const raw = source.text.slice(bodyStart, Math.max(bodyStart, end - quote));
  const at = bodyStart + offsetInSource(text, raw, style, position);
  return { start: at, end: at };
}

function styleOf({ type }: Scalar): ScalarStyle {
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return 'block';
  if (type === 'QUOTE_DOUBLE') return 'double-quoted';
  return type === 'QUOTE_SINGLE' ? 'single-quoted' : 'plain';
}

function afterLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}
