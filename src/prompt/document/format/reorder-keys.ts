import { isMap, isScalar, type Node, type Pair } from 'yaml';
import { lineEnd, lineStart, memberSlot, valueEnd } from '../edit/slot.ts';
import type { YamlTree } from '../safe-yaml.ts';

/**
 * Brings the keys of a file into their usual order, each with the comment lines right above it.
 *
 * What stands above the first key, and below the last one, stays there. A key that has no usual place stays behind
 * the one before it. A file with aliases is left alone: they must stand below their anchors.
 */
export function reorderKeys({ root, source: { text }, targets }: YamlTree, order: readonly string[]): string {
  if (!isMap(root) || root.flow === true || targets.size > 0 || order.length === 0) return text;
  const ranks: number[] = [];
  for (const { key } of root.items as Pair<Node | null>[]) {
    const rank = isScalar(key) ? order.indexOf(String(key.value)) : -1;
    ranks.push(rank < 0 ? (ranks.at(-1) ?? -1) : rank);
  }
  const slots = root.items.map((_pair, index) => memberSlot(text, root, index));
  const last = slots.at(-1);
  if (last === undefined) return text;
  const starts = slots.map(({ start }, index) => (index === 0 ? lineStart(text, start) : withCommentsAbove(text, start)));
  const bottom = Math.min(text.length, lineEnd(text, valueEnd(text, last)) + 1);
  const parts = starts.map((start, index) => ({ rank: ranks[index] ?? -1, text: ended(text.slice(start, starts[index + 1] ?? bottom)) }));
  const sorted = parts.toSorted((left, right) => left.rank - right.rank);
  if (sorted.every((part, index) => part === parts[index])) return text;
  return text.slice(0, starts[0]) + sorted.map((part) => part.text).join('') + text.slice(bottom);
}

/** Where the comment lines that touch a key begin; those that are indented belong to what stands above. */
function withCommentsAbove(text: string, start: number): number {
  let at = lineStart(text, start);
  while (/^#/.test(lineAbove(text, at))) at = lineStart(text, at - 1);
  return at;
}

function lineAbove(text: string, at: number): string {
  return at === 0 ? '' : text.slice(lineStart(text, at - 1), at - 1);
}

function ended(part: string): string {
  return part.endsWith('\n') ? part : `${part}\n`;
}
