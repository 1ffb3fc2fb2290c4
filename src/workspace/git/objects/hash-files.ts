import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { storedText } from '../../../release/lockfile/blob-id.ts';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import { gitOutput, type RunGit } from '../run-git.ts';

interface FileText {
  readonly path: string;
  readonly text: string;
}

/** Where a workspace lies in its repository. */
export interface Location {
  /** The top of the working tree. */
  readonly top: string;
  /** The workspace below it, `''` or with a slash at the end. */
  readonly prefix: string;
}

/** The blob ids of files, by one process that applies the filters which `git add` would apply. */
export async function hashFiles(run: RunGit, { top, prefix }: Location, files: readonly FileText[], write: boolean): Promise<BlobId[]> {
  if (files.length === 0) return [];
  // From the top: git looks a path up in .gitattributes as it is given.
  const input = files.map(({ path }) => `${quoted(posix.join(prefix, path))}\n`).join('');
  // A line-end warning that the user made fatal for `git add` says nothing about an id.
  const args = ['-c', 'core.safecrlf=false', 'hash-object', ...(write ? ['-w'] : []), '--stdin-paths'];
  const ids = (await gitOutput(run, args, { input, cwd: top })).toString('latin1').trimEnd().split('\n') as BlobId[];
  await Promise.all(files.map((file, index) => refuseRace(join(top, prefix, file.path), file, ids[index])));
  return ids;
}

/** C-style quoting, which git undoes: a path may hold a line end, and one may start with a quote. */
function quoted(path: string): string {
  if (!/^"|[\n\r]/.test(path)) return path;
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
}

/** Git read the file again, from disk: an id of other text than the one that was checked must not be locked. */
async function refuseRace(absolute: string, { path, text }: FileText, id: BlobId | undefined): Promise<void> {
  if (id !== undefined && storedText(id, text) !== undefined) return;
  // The repository has a filter of its own, or the file is another by now.
  if ((await readFile(absolute, 'utf8')) !== text) throw new Failure('write-raced', `${path} was changed while it was read.`);
}
