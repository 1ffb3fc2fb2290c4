import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import { readYamlTree, type YamlTree } from '../safe-yaml.ts';
import { writeYamlFile, type YamlStyle } from '../write/write-yaml.ts';
import type { ValuePath } from '../yaml/locate.ts';
import { pathText } from '../yaml/path-text.ts';
import { addItem, addMember } from './add-member.ts';
import { type Change, changesBetween, saysTheSame } from './changes-between.ts';
import { type Edit, valueAt, withEdit } from './edit.ts';
import { fileStyle } from './file-style.ts';
import { removeMember } from './remove-member.ts';
import { type Page, replaceValue } from './replace-value.ts';
import { reach } from './slot.ts';
import { type Splice, spliced } from './splice.ts';

/** What is usual in a kind of file. */
export interface FileHabits {
  /** The usual order of the keys of a mapping. */
  readonly keyOrder?: (path: ValuePath) => readonly string[];
  readonly isOpen?: YamlStyle['isOpen'];
}

/**
 * Changes values of a YAML file and nothing else: comments, quotes, folding, indentation, line ends and the byte
 * order mark stay, and what is added is written like what is there.
 *
 * The result is read again, and says exactly what was meant.
 * @throws Failure `edit-impossible` for a file with errors, for a path that leads nowhere, and where a change
 * would reach other places through an anchor.
 */
export function editYaml(
  source: { readonly file: string; readonly text: string },
  edits: readonly Edit[],
  habits: FileHabits = {},
): string {
  return edits.reduce((text, edit) => editOnce({ file: source.file, text }, edit, habits), source.text);
}

function editOnce(source: { file: string; text: string }, edit: Edit, habits: FileHabits): string {
  const value = soundValue(readYamlTree(source));
  const wanted = withEdit(value, edit);
  let { text } = source;
  for (const change of changesFor(value, wanted, edit)) text = makeChange({ file: source.file, text }, change, habits);
  if (!saysTheSame(readYamlTree({ file: source.file, text }).value, wanted)) throw impossible(source.file, edit.path);
  return text;
}

function soundValue({ value, diagnostics, source: { file } }: YamlTree): Json {
  if (value !== undefined) return value;
  throw new Failure('edit-impossible', `${file} has errors: ${diagnostics[0]?.message ?? 'it cannot be read.'}`, {
    hint: 'Run `promptlane check` and mend them first.',
  });
}

function impossible(file: string, path: ValuePath): Failure {
  return new Failure('edit-impossible', `${pathText(path)} of ${file} cannot be changed without changing something else.`);
}

/** The smallest changes of the source that make an edit. */
function changesFor(value: Json, wanted: Json, { kind, path }: Edit): Change[] {
  const depth = existingDepth(value, path);
  const at = path.slice(0, depth);
  const target = valueAt(wanted, at) ?? null;
  const holder = valueAt(value, at) ?? null;
  const step = path[depth];
  if (kind === 'remove') return changesBetween(value, wanted, []);
  if (step === undefined && kind === 'set') return changesBetween(holder, target, at);
  const list = path.slice(0, -1);
  if (kind === 'insert' && depth >= list.length) return insertion(valueAt(value, list), valueAt(wanted, list), path);
  if (typeof step === 'number' || !isJsonObject(holder) || Object.keys(holder).length === 0) return changesBetween(holder, target, at);
  return [{ kind: 'add', path: [...at, step as string], value: valueAt(wanted, [...at, step as string]) ?? null }];
}

function insertion(items: Json | undefined, wanted: Json | undefined, path: ValuePath): Change[] {
  const value = valueAt(wanted, path.slice(-1)) ?? null;
  const isFilled = Array.isArray(items) && items.length > 0;
  return isFilled ? [{ kind: 'insert', path, value }] : [{ kind: 'replace', path: path.slice(0, -1), value: wanted ?? null }];
}

/** How many steps of a path lead to something. */
function existingDepth(value: Json, path: ValuePath): number {
  let depth = 0;
  while (depth < path.length && valueAt(value, path.slice(0, depth + 1)) !== undefined) depth += 1;
  return depth;
}

function makeChange(source: { file: string; text: string }, change: Change, habits: FileHabits): string {
  const tree = readYamlTree(source);
  const { text } = source;
  const page: Page = {
    text,
    style: fileStyle(tree.root, text, habits.isOpen ?? (() => false)),
    eol: /\r?\n/.exec(text)?.[0] ?? '\n',
  };
  const splices = splicesFor(page, tree, change, habits);
  if (splices === undefined) throw impossible(source.file, change.path);
  return spliced(text, splices);
}

function splicesFor(page: Page, tree: YamlTree, change: Change, habits: FileHabits): Splice[] | undefined {
  const { path } = change;
  if (path.length === 0) return change.kind === 'replace' ? wholeFile(page, tree, change.value) : undefined;
  const isInside = change.kind === 'replace';
  const holder = isInside ? path : path.slice(0, -1);
  const reached = reach(tree, holder);
  const isAliased = isAlias(reached.node) && (reached.depth < holder.length || !isInside);
  if (isAliased) return materialise(page, tree, change, reached.depth);
  if (reached.depth < holder.length) return undefined;
  if (change.kind === 'replace') return reached.slot && replaceValue(page, reached.slot, path, change.value);
  const { node } = reached;
  const index = path.at(-1);
  if (isSeq(node) && typeof index === 'number') {
    if (change.kind === 'insert') return addItem(page, node, index, path, change.value);
    return node.items.length === 1 ? emptied(page, tree, holder, []) : removeMember(page.text, node, index);
  }
  if (!isMap(node)) return undefined;
  if (change.kind === 'add') return addMember(page, node, placeFor(node, change, habits), path, change.value);
  if (node.items.length === 1) return emptied(page, tree, holder, {});
  return removeMember(page.text, node, indexOf(node, String(index)));
}

/** Below an alias stands a value of another place: it is written out here before it changes. */
function materialise(page: Page, tree: YamlTree, change: Change, depth: number): Splice[] | undefined {
  const at = change.path.slice(0, depth);
  const { slot } = reach(tree, at);
  const inside = change.path.slice(depth);
  const edit: Edit =
    change.kind === 'remove'
      ? { kind: 'remove', path: inside }
      : { kind: change.kind === 'insert' ? 'insert' : 'set', path: inside, value: change.value };
  return slot && replaceValue(page, slot, at, withEdit(valueAt(tree.value, at) ?? null, edit));
}

function emptied(page: Page, tree: YamlTree, path: ValuePath, value: Json): Splice[] | undefined {
  if (path.length === 0) return wholeFile(page, tree, value);
  const { slot } = reach(tree, path);
  return slot && replaceValue(page, slot, path, value);
}

/** A file that says nothing yet keeps its comments; any other is written anew. */
function wholeFile({ text, style, eol }: Page, { root, value: old }: YamlTree, value: Json): Splice[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const written = writeYamlFile(value, style).split('\n').join(eol);
  if (root !== null && old !== null) return [{ start: text.startsWith('\uFEFF') ? 1 : 0, end: text.length, text: written }];
  const gap = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : eol;
  return [{ start: text.length, end: text.length, text: gap + written }];
}

/** Where a new member goes: after the one named, else next to its neighbours in the usual order, else last. */
function placeFor(map: YAMLMap, { path, after }: Extract<Change, { kind: 'add' }>, { keyOrder }: FileHabits): number {
  const keys = keysOf(map);
  if (after === null) return 0;
  if (after !== undefined && keys.includes(after)) return keys.lastIndexOf(after) + 1;
  const order = keyOrder?.(path.slice(0, -1)) ?? [];
  const rank = order.indexOf(String(path.at(-1)));
  if (rank < 0) return keys.length;
  const before = keys.filter((key) => order.includes(key) && order.indexOf(key) < rank);
  const nearest = before.toSorted((left, right) => order.indexOf(right) - order.indexOf(left))[0];
  return nearest === undefined ? 0 : keys.lastIndexOf(nearest) + 1;
}

function indexOf(map: YAMLMap, key: string): number {
  return keysOf(map).lastIndexOf(key);
}

function keysOf(map: YAMLMap): string[] {
  return (map.items as Pair<Node | null>[]).map(({ key }) => (isScalar(key) ? String(key.value) : ''));
}
