import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { byCodePoint } from '../../../base/text/code-point-order.ts';
import type { ForeignFile, ForeignTree } from '../../../formats/foreign-format.ts';
import { readSource } from '../../../workspace/files/read-source.ts';

/** More text files than a project of prompts has, and more names than are worth a walk. */
const MAX_FILES = 2_000;
const MAX_ENTRIES = 20_000;
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** Endings of files that may hold a prompt, or what a prompt file names: texts, templates, rows. */
const READABLE = /\.(?:ya?ml|json|jsonl|prompty|prompt|md|txt|csv|j2|jinja2?|hbs|handlebars|mustache|liquid)$/i;

const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules', '.promptlane']);

/** A file or folder that the user named. */
export interface Given {
  /** What the importer may see: the named folder, or the folder of the named file. */
  readonly tree: ForeignTree;
  /** What is to be imported out of it. */
  readonly files: readonly ForeignFile[];
  /** True for a file that was named itself: not to know it is an error then. */
  readonly isFile: boolean;
  /** How a path of the tree is shown: as the user could name it. */
  readonly shown: (path: string) => string;
}

/**
 * Reads what the user named, bounded, and nothing else: links are not followed, binary and large files are left out.
 *
 * @throws Failure `file-unreadable`, `usage-invalid` for a folder with more files than a project of prompts has
 */
export function readGiven(named: string, directory: string): Given {
  const absolute = resolve(directory, named);
  if (!existsSync(absolute)) throw new Failure('file-unreadable', `There is no file or folder "${named}".`);
  return statSync(absolute).isDirectory() ? givenFolder(named, absolute) : givenFile(named, absolute);
}

function givenFolder(named: string, absolute: string): Given {
  const walk = readFolder(absolute);
  if (!walk.isComplete) {
    throw new Failure('usage-invalid', `"${named}" holds more than ${MAX_FILES} text files, or very large ones.`, {
      hint: 'Name the folder of the prompts.',
    });
  }
  const files = [...walk.texts].map(([path, text]) => ({ path, text }));
  return { tree: walk.texts, files, isFile: false, shown: shownBelow(named) };
}

function givenFile(named: string, absolute: string): Given {
  const path = basename(absolute);
  const read = readSource(dirname(absolute), path);
  if ('problem' in read) throw new Failure('file-unreadable', `${named}: ${read.problem.message}`, { hint: read.problem.hint ?? '' });
  const tree = new Map(readFolder(dirname(absolute)).texts).set(path, read.text);
  return { tree, files: [{ path, text: read.text }], isFile: true, shown: shownBelow(posix.dirname(named)) };
}

function shownBelow(folder: string): Given['shown'] {
  return (path) => posix.join(folder, path);
}

/** The text files below a folder by path, in order; those that fit, when there are too many. */
function readFolder(root: string): { readonly texts: ReadonlyMap<string, string>; readonly isComplete: boolean } {
  const texts = new Map<string, string>();
  let characters = 0;
  let entries = 0;
  for (const path of filesBelow(root)) {
    entries += 1;
    if (entries > MAX_ENTRIES || texts.size === MAX_FILES || characters > MAX_CHARACTERS) return { texts, isComplete: false };
    const read = READABLE.test(path) ? readSource(root, path) : undefined;
    if (read === undefined || !('text' in read) || read.text.includes('\0')) continue;
    characters += read.text.length;
    texts.set(path, read.text);
  }
  return { texts, isComplete: true };
}

/** Paths of files, a folder before those below it. Links are left out: what they point to may lie anywhere. */
function* filesBelow(root: string): Generator<string> {
  const folders = [''];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) yield path;
      else if (entry.isDirectory() && !SKIPPED.has(entry.name)) folders.push(path);
    }
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((left, right) => byCodePoint(left.name, right.name));
  } catch {
    return [];
  }
}
