import { CST, Lexer } from 'yaml';
import type { Json } from '../../../base/json/canonical-json.ts';
import { saysTheSame } from '../edit/changes-between.ts';
import { isBlockCollection } from '../edit/slot.ts';
import { spliced } from '../edit/splice.ts';
import { readYamlTree, type YamlTree } from '../safe-yaml.ts';
import { indentLines } from './indent-lines.ts';
import { reorderKeys } from './reorder-keys.ts';
import { rewriteValues } from './rewrite-values.ts';
import { tidyLines } from './tidy-lines.ts';

/** A file with errors, or one whose layout cannot change without its value, has no canonical style. */
export type Formatted = { readonly text: string } | { readonly problem: string };

/** One step can make room for another: a text that became a block is indented like one. */
const MOST_ROUNDS = 5;

/**
 * Lays a YAML file out in the canonical style: usual key order, two columns per level, blocks for texts of several
 * lines, double quotes, one space where one will do.
 *
 * Every comment stays, and so does the value to the byte: the result is read again. What is in this style stays as it is.
 */
export function formatYaml(source: { readonly file: string; readonly text: string }, keyOrder: readonly string[]): Formatted {
  const before = readYamlTree(source);
  if (before.value === undefined) return { problem: before.diagnostics[0]?.message ?? 'The file cannot be read.' };
  let text = source.text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = formatOnce({ file: source.file, text }, keyOrder);
    if (next === undefined) break;
    if (next === text) return verified(source.file, before, text);
    text = next;
  }
  return { problem: 'The layout cannot change without changing what the file says.' };
}

function formatOnce(source: { file: string; text: string }, keyOrder: readonly string[]): string | undefined {
  const passes: readonly ((tree: YamlTree) => string)[] = [
    (tree) => spliced(tree.source.text, rewriteValues(tree)),
    (tree) => reorderKeys(tree, keyOrder),
    indentLines,
    tidyLines,
  ];
  let { text } = source;
  for (const pass of passes) {
    const tree = readYamlTree({ file: source.file, text });
    if (tree.value === undefined) return undefined;
    // What stands in braces as a whole has the layout of JSON.
    if (!isBlockCollection(tree.root)) return `${text.trimEnd()}\n`;
    text = pass(tree);
  }
  return text;
}

function verified(file: string, before: YamlTree, text: string): Formatted {
  const after: Json | undefined = readYamlTree({ file, text }).value;
  const isSame = saysTheSame(after, before.value) && commentsOf(text).join('\n') === commentsOf(before.source.text).join('\n');
  return isSame ? { text } : { problem: 'The layout cannot change without changing what the file says.' };
}

/** The comments of a file, in an order of their own: a key that moves takes its comments along. */
function commentsOf(text: string): string[] {
  const comments: string[] = [];
  let isText = false;
  for (const lexeme of new Lexer().lex(text)) {
    const type: string | null = isText ? 'text' : CST.tokenType(lexeme);
    isText = type === 'scalar';
    if (type === 'comment') comments.push(lexeme.trimEnd());
  }
  return comments.sort();
}
