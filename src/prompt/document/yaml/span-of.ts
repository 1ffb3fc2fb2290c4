import type { Node } from 'yaml';
import type { Span } from '../source-text.ts';

/** The text of a node, without the space and comments after it. */
export function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}
