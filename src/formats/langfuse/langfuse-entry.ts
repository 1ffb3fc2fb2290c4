import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import { foreignValue } from '../foreign-document.ts';
import type { ForeignFile, ForeignTree } from '../foreign-format.ts';

/** One version of a prompt of Langfuse, and where it stands. */
export interface LangfuseEntry {
  readonly file: ForeignFile;
  readonly path: ValuePath;
  readonly name: string;
  readonly value: JsonObject;
  readonly version: number | undefined;
  readonly labels: readonly string[];
}

/** The versions of prompts that a file holds: one, or a list of them. Nothing for a file that is not of Langfuse. */
export function entriesIn(file: ForeignFile): LangfuseEntry[] | undefined {
  const value = foreignValue(file);
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value ?? null];
  const entries = list.flatMap((item, index) => entryOf(file, Array.isArray(value) ? [index] : [], item));
  return entries.length > 0 && entries.length === list.length ? entries : undefined;
}

function entryOf(file: ForeignFile, path: ValuePath, value: Json): LangfuseEntry[] {
  if (!isJsonObject(value) || typeof value.name !== 'string' || !isPrompt(value)) return [];
  const labels = Array.isArray(value.labels) ? value.labels.filter((label: Json) => typeof label === 'string') : [];
  return [{ file, path, name: value.name, value, version: typeof value.version === 'number' ? value.version : undefined, labels }];
}

/** A text, or messages and placeholders; with `type` or another key that only Langfuse has. */
function isPrompt({ prompt, type, ...other }: JsonObject): boolean {
  const isShaped = typeof prompt === 'string' || (Array.isArray(prompt) && prompt.every((item: Json) => isJsonObject(item)));
  return isShaped && (type === 'text' || type === 'chat' || ['labels', 'version', 'config'].some((key) => Object.hasOwn(other, key)));
}

/** Every version in a tree, by the name of its prompt. The tree is read once. */
export function entriesByName(tree: ForeignTree): ReadonlyMap<string, readonly LangfuseEntry[]> {
  const known = read.get(tree);
  if (known !== undefined) return known;
  const byName = new Map<string, LangfuseEntry[]>();
  for (const [path, text] of tree) {
    if (!/^\uFEFF?\s*[[{]/.test(text)) continue;
    for (const entry of entriesIn({ path, text }) ?? []) byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry]);
  }
  read.set(tree, byName);
  return byName;
}

const read = new WeakMap<ForeignTree, ReadonlyMap<string, readonly LangfuseEntry[]>>();

/** The one version that stands for a prompt: what production serves, else the newest. */
export function chosenEntry(entries: readonly LangfuseEntry[]): LangfuseEntry | undefined {
  const newest = [...entries].sort((left, right) => (right.version ?? 0) - (left.version ?? 0));
  return newest.find(({ labels }) => labels.includes('production')) ?? newest[0];
}
