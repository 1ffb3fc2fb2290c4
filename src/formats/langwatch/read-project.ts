import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { type ForeignDocument, openDocument, requireMapping } from '../foreign-document.ts';
import type { ForeignFile, ForeignTree, Import, ImportedPrompt, Loss } from '../foreign-format.ts';
import { importedId } from '../imported-id.ts';
import { pathInTree } from '../path-in-tree.ts';
import { promptIn } from './read-langwatch-prompt.ts';

const LOCK = 'prompts-lock.json';

/**
 * Reads `prompts.json`, or a lock without one: every prompt whose text is in the tree.
 *
 * A prompt of the LangWatch server is here when `langwatch prompt sync` has written it; its version there is
 * kept under `metadata.langwatch`. Nothing is fetched.
 */
export function readProject(file: ForeignFile, tree: ForeignTree): Import {
  const document = openDocument(file);
  const value = requireMapping(document, [], document.value);
  const entries = requireMapping(document, ['prompts'], value.prompts);
  const lock = value.lockfileVersion === undefined ? lockBeside(file, tree) : { path: file.path, entries };
  const reading = { document, tree, lock };
  const read = Object.entries(entries).flatMap(([name, entry]) => readEntry(name, entry, reading));
  return {
    prompts: read.map(({ prompt }) => prompt),
    partials: [],
    suites: [],
    losses: [...document.losses, ...read.flatMap(({ losses }) => losses)],
    reads: [...read.map(({ prompt }) => prompt.from), ...(lock === undefined ? [] : [lock.path])],
  };
}

interface Lock {
  readonly path: string;
  readonly entries: JsonObject;
}

interface Project {
  readonly document: ForeignDocument;
  readonly tree: ForeignTree;
  readonly lock: Lock | undefined;
}

interface ReadEntry {
  readonly prompt: ImportedPrompt;
  readonly losses: readonly Loss[];
}

function readEntry(name: string, entry: Json, { document, tree, lock }: Project): ReadEntry[] {
  const path = ['prompts', name];
  const local = localFile(entry);
  const locked = lock?.entries[name];
  const materialized = isJsonObject(locked) && typeof locked.materialized === 'string' ? locked.materialized : undefined;
  const wanted = local ?? materialized;
  if (wanted === undefined) {
    document.drop(path, 'Only the LangWatch server has its text: run `langwatch prompt sync` there first.');
    return [];
  }
  const inTree = pathInTree(document.path, wanted);
  if (inTree === undefined) document.refuse(path, `"${wanted}" leads out of the folder that is imported.`);
  const text = inTree === undefined ? undefined : tree.get(inTree);
  if (inTree === undefined || text === undefined) {
    document.drop(path, `Its file ${wanted} is not among the given files.`);
    return [];
  }
  const file = { path: inTree, text };
  const opened = openDocument(file);
  const prompt = promptIn(opened, file, importedId(name), local === undefined ? versionOf(locked) : undefined);
  return [{ prompt, losses: opened.losses }];
}

function localFile(entry: Json): string | undefined {
  if (typeof entry === 'string') return entry.startsWith('file:') ? entry.slice('file:'.length) : undefined;
  return isJsonObject(entry) && typeof entry.file === 'string' ? entry.file : undefined;
}

/** Where the text came from, for people. */
function versionOf(locked: Json | undefined): JsonObject | undefined {
  if (!isJsonObject(locked)) return undefined;
  const { version, versionId } = locked;
  return { langwatch: { ...(version !== undefined && { version }), ...(versionId !== undefined && { versionId }) } };
}

function lockBeside({ path }: ForeignFile, tree: ForeignTree): Lock | undefined {
  const lockPath = pathInTree(path, LOCK);
  const text = lockPath === undefined ? undefined : tree.get(lockPath);
  if (lockPath === undefined || text === undefined) return undefined;
  const { value } = openDocument({ path: lockPath, text });
  const entries = isJsonObject(value) ? value.prompts : undefined;
  return isJsonObject(entries) ? { path: lockPath, entries } : undefined;
}
