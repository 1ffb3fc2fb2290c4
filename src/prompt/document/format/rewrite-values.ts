import { isAlias, isCollection, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import { replaceOnLine } from '../edit/replace-value.ts';
import { isBlockCollection, isBlockText, type Slot } from '../edit/slot.ts';
import type { Splice } from '../edit/splice.ts';
import type { YamlTree } from '../safe-yaml.ts';
import { isBlockable, literalBlock, quotedText } from '../write/scalar.ts';
import { TIDY } from '../write/write-yaml.ts';
import { spanOf } from '../yaml/span-of.ts';
import { slotsBelow } from './slots.ts';

/** Texts of several lines as blocks, double quotes where they save no escapes, and one space inside braces. */
export function rewriteValues({ root, source: { text } }: YamlTree): Splice[] {
  return [...slotsBelow(text, root)].flatMap((slot) => rewriteValue(text, slot));
}

function rewriteValue(text: string, slot: Slot): Splice[] {
  const { node, column } = slot;
  if (node === null || isBlockText(node) || isBlockCollection(node)) return [];
  const { start, end } = spanOf(node);
  if (isScalar(node) && isTall(node)) {
    return replaceOnLine({ text, style: TIDY, eol: '\n' }, slot, ` ${literalBlock(node.value, column + TIDY.step, TIDY.step)}`);
  }
  const written = text.slice(start, end);
  const tidy = written.includes('\n') ? undefined : tidied(text, node);
  return tidy === undefined || tidy === written ? [] : [{ start, end, text: tidy }];
}

/** A quoted text whose lines nobody can see. */
function isTall(node: Scalar): node is Scalar<string> {
  return isQuoted(node) && typeof node.value === 'string' && node.value.includes('\n') && isBlockable(node.value);
}

function isQuoted({ type }: Scalar): boolean {
  return type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
}

/** A value on one line; nothing for one with an anchor or a tag inside, which stays as it is. */
function tidied(text: string, node: Node | null): string | undefined {
  if (node === null) return '';
  if (isScalar(node) && isQuoted(node) && typeof node.value === 'string') return quotedText(node.value, TIDY.quote);
  if (!isCollection(node) || isAlias(node)) return text.slice(spanOf(node).start, spanOf(node).end);
  const parts = (node.items as (Node | Pair<Node | null, Node | null> | null)[]).map((item) => tidiedItem(text, item));
  if (parts.includes(undefined)) return undefined;
  if (parts.length === 0) return isSeq(node) ? '[]' : '{}';
  return isSeq(node) ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
}

function tidiedItem(text: string, item: Node | Pair<Node | null, Node | null> | null): string | undefined {
  if (item === null || !('key' in item)) return item === null || hasProperties(item) || isSinglePair(item) ? undefined : tidied(text, item);
  const { key, value } = item;
  if (key === null || hasProperties(key) || (value !== null && hasProperties(value))) return undefined;
  const name = text.slice(spanOf(key).start, spanOf(key).end);
  if (value === null || (isScalar(value) && spanOf(value).start === spanOf(value).end)) return undefined;
  const written = tidied(text, value);
  return written === undefined ? undefined : `${name}: ${written}`;
}

function hasProperties(node: Node): boolean {
  return !isAlias(node) && (node.anchor !== undefined || node.tag?.startsWith('!') === true);
}

/** `[a: 1]`, a mapping without braces. */
function isSinglePair(node: Node): boolean {
  return isMap(node) && node.srcToken?.type !== 'flow-collection';
}
