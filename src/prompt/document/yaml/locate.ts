import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { SourceRange } from '../../../base/diagnostic.ts';
import type { SourceText, Span } from '../source-text.ts';
import { spanOf } from './span-of.ts';
import { placesInSource, type ScalarStyle, type TextPosition } from './text-position.ts';

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
  const membersOf = remembered((map: YAMLMap) => membersByKey(map));
  const placesIn = remembered((scalar: Scalar) => placesInText(source, scalar));
  const follow = (path: ValuePath) => followPath(root, path, targets, membersOf);
  return {
    locate(path, position) {
      const { node, key } = follow(path);
      const at = node ?? key;
      if (position !== undefined && isScalar(node)) return source.range(placesIn(node)(position));
      return source.range(at ? spanOf(at) : { start: 0, end: 0 });
    },
    locateKey(path) {
      const { node, key } = follow(path);
      const at = key ?? node;
      return source.range(at ? spanOf(at) : { start: 0, end: 0 });
    },
  };
}

type Member = Pair<Node | null, Node | null>;
type MembersOf = (map: YAMLMap) => ReadonlyMap<string, Member>;

interface Reached {
  readonly node: Node | null;
  readonly key: Node | null;
}

/** Goes as far along a path as the document does. */
function followPath(root: Node | null, path: ValuePath, targets: ReadonlyMap<Alias, Node>, membersOf: MembersOf): Reached {
  let reached: Reached = { node: root, key: null };
  for (const step of path) {
    const next = memberOf(reached.node, step, membersOf);
    if (next === undefined) return reached;
    reached = isAlias(next.node) ? { ...next, node: targets.get(next.node) ?? next.node } : next;
  }
  return reached;
}

function memberOf(node: Node | null, step: string | number, membersOf: MembersOf): Reached | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)] as Node | undefined;
    return item && { node: item, key: null };
  }
  const pair = isMap(node) ? membersOf(node).get(String(step)) : undefined;
  return pair && { node: pair.value, key: pair.key };
}

function membersByKey(map: YAMLMap): ReadonlyMap<string, Member> {
  // The last one of a name counts, as in the value that is read.
  return new Map((map.items as Member[]).flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])));
}

function placesInText(source: SourceText, scalar: Scalar): (position: TextPosition) => Span {
  const { start, end } = spanOf(scalar);
  const text = typeof scalar.value === 'string' ? scalar.value : '';
  const style = styleOf(scalar);
  const quote = style.endsWith('quoted') ? 1 : 0;
  const bodyStart = style === 'block' ? afterLine(source.text, start) : start + quote;
  const raw = source.text.slice(bodyStart, Math.max(bodyStart, end - quote));
  const offsetOf = placesInSource(text, raw, style);
  return (position) => {
    const at = bodyStart + offsetOf(position);
    return { start: at, end: at };
  };
}

/** Works each answer out once: a file may have as many findings as members. */
function remembered<Asked extends object, Answer>(answer: (asked: Asked) => Answer): (asked: Asked) => Answer {
  const answers = new Map<Asked, Answer>();
  return (asked) => {
    const known = answers.get(asked) ?? answer(asked);
    answers.set(asked, known);
    return known;
  };
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
