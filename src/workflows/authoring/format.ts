import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { formatYaml } from '../../prompt/document/format/format-yaml.ts';
import { PROMPT_KEYS } from '../../prompt/document/prompt-file/key-order.ts';
import { namedPathInside } from '../../workspace/files/path-inside.ts';
import { SOURCE_SUFFIXES, type SourceKind, type SourceListing } from '../../workspace/files/source-file.ts';
import { writeFileAtomically } from '../../workspace/files/write-file-atomically.ts';
import { namedSource } from './named-source.ts';

export interface FormatRequest {
  /** Files and folders as the user named them; empty means everything. */
  readonly paths: readonly string[];
  /** What those paths are relative to, absolute. */
  readonly directory: string;
  /** Only look; nothing is written. */
  readonly isCheck: boolean;
}

export interface FormatOutcome {
  /** Files that were, or with `isCheck` would be, laid out anew. */
  readonly changed: readonly string[];
  /** Files that are in the canonical style already. */
  readonly unchanged: number;
  /** Files that were left as they are, and why. */
  readonly left: readonly { readonly file: string; readonly problem: string }[];
  readonly isCheck: boolean;
}

/** Kinds of files that have a canonical style, with the usual order of their keys. */
const KEY_ORDERS: Partial<Record<SourceKind, readonly string[]>> = {
  prompt: PROMPT_KEYS,
  'guardrail-set': ['id', 'name', 'description', 'checks'],
  suite: ['suite', 'prompts', 'model', 'dataset', 'split', 'sample', 'seed', 'repeat', 'scorers', 'baseline', 'gate'],
};

/**
 * Lays out prompt files, guardrail sets and suites in the canonical style, each file as a whole or not at all.
 *
 * No value and so no version changes, and every comment stays.
 * @throws Failure `file-unreadable` for a path that does not exist, `write-raced` when a file changed meanwhile.
 */
export async function formatFiles(request: FormatRequest, dependencies: { root: string; sources: SourceListing }): Promise<FormatOutcome> {
  const changed: string[] = [];
  const left: { file: string; problem: string }[] = [];
  let unchanged = 0;
  for (const file of namedFiles(request, dependencies)) {
    const formatted = 'problem' in file ? file : formatText(file);
    if ('problem' in formatted) left.push({ file: file.path, problem: formatted.problem });
    else if ('text' in file && formatted.text !== file.text) {
      changed.push(file.path);
      if (!request.isCheck) await replaceFile(file.absolute, file.text, formatted.text);
    } else unchanged += 1;
  }
  return { changed, unchanged, left, isCheck: request.isCheck };
}

/** One text in the canonical style of its file, or why it has none. */
export function formatText({ path, kind, text }: { readonly path: string; readonly kind: SourceKind; readonly text: string }) {
  return formatYaml({ file: path, text }, KEY_ORDERS[kind] ?? []);
}

/** What a path is by its name; a prompt when the name does not tell. @throws Failure `usage-invalid` for a kind that has no style. */
export function formattedKind(path: string): SourceKind {
  const kind = SOURCE_SUFFIXES.find(([suffix]) => suffix.test(basename(path)))?.[1] ?? 'prompt';
  if (KEY_ORDERS[kind] !== undefined) return kind;
  throw new Failure('usage-invalid', `${path} is a ${kind}: \`fmt\` lays out prompts, guardrail sets and suites.`);
}

type NamedFile =
  | { readonly path: string; readonly absolute: string; readonly kind: SourceKind; readonly text: string }
  | { readonly path: string; readonly problem: string };

function namedFiles({ paths, directory }: FormatRequest, { root, sources }: { root: string; sources: SourceListing }): NamedFile[] {
  const inTree = sources.files
    .filter(({ kind }) => KEY_ORDERS[kind] !== undefined)
    .map(({ path, kind, text }) => ({ path, kind, text, absolute: join(root, path) }));
  if (paths.length === 0) return inTree;
  const found = new Map<string, NamedFile>();
  for (const path of paths) {
    const absolute = resolve(directory, path);
    if (!existsSync(absolute)) throw new Failure('file-unreadable', `There is no file or folder "${path}".`);
    const shown = namedPathInside(root, absolute) ?? path;
    const below = inTree.filter((file) => file.path === shown || shown === '' || file.path.startsWith(`${shown}/`));
    for (const file of below) found.set(file.path, file);
    if (below.length === 0 && statSync(absolute).isFile()) found.set(shown, stranger(absolute, shown));
  }
  return [...found.values()];
}

function stranger(absolute: string, shown: string): NamedFile {
  const read = namedSource(absolute, shown);
  if ('problem' in read) return { path: shown, problem: read.problem.message };
  return { path: shown, absolute, kind: formattedKind(shown), text: read.file.text };
}

async function replaceFile(path: string, before: string, after: string): Promise<void> {
  await writeFileAtomically(path, after, async () => {
    if (readFileSync(path, 'utf8') !== before) throw new Failure('write-raced', `${path} changed while it was being laid out.`);
  });
}
