import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { makeFolder } from '../files/make-folder.ts';

const RUN_FILE = '.jsonl';
const MOST_NAMESAKES = 1000;

/**
 * Makes a folder of its own for the runs of one command, and gives its path.
 *
 * @param name how it is called; where two commands start in the same instant the later one gets a number.
 * @throws Failure `file-unwritable`
 */
export async function makeRunFolder(runs: string, name: string): Promise<string> {
  await makeFolder(runs, { mode: 0o700 });
  for (let number = 1; ; number += 1) {
    const folder = join(runs, number === 1 ? name : `${name}-${number}`);
    try {
      await mkdir(folder, { mode: 0o700 });
      return folder;
    } catch (cause) {
      const isTaken = (cause as NodeJS.ErrnoException).code === 'EEXIST' && number < MOST_NAMESAKES;
      if (!isTaken) throw new Failure('file-unwritable', `The folder ${folder} cannot be made: ${(cause as Error).message}.`, { cause });
    }
  }
}

/** Makes a folder that the user named for runs. @throws Failure `usage-invalid` when runs lie there already: nobody could tell them apart */
export async function useRunFolder(folder: string): Promise<string> {
  await makeFolder(folder, { mode: 0o700 });
  if ((await runFilesIn(folder)).length === 0) return folder;
  throw new Failure('usage-invalid', `There are runs in ${folder} already.`, { hint: 'Name an empty folder, or delete the runs there.' });
}

/** The newest folder of runs: of a command that may have been stopped. */
export async function lastRunFolder(runs: string): Promise<string | undefined> {
  return (await runFoldersIn(runs)).at(-1);
}

/** The folders that `makeRunFolder` made, the oldest first. */
export async function runFoldersIn(runs: string): Promise<string[]> {
  return (await namesIn(runs)).sort().map((name) => join(runs, name));
}

/**
 * The run files at these paths: files as they are named, folders with what lies in them and in the folders below.
 *
 * @throws Failure `file-unreadable` for a path that is not there, `usage-invalid` for a folder without a run
 */
export async function runFilesAt(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(filesAt));
  return [...new Set(found.flat())];
}

async function filesAt(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    (cause: Error) => {
      throw new Failure('file-unreadable', `${path} cannot be read: ${cause.message}.`, { cause });
    },
  );
  if (!isFolder) return [path];
  const files = await runFilesIn(path);
  if (files.length > 0) return files;
  throw new Failure('usage-invalid', `There is no run in ${path}.`, {
    hint: 'Name a run file, or a folder that `promptlane eval --out DIR` wrote.',
  });
}

/** The run files in a folder and in those below. */
export async function runFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(RUN_FILE))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Failure('file-unreadable', `${folder} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
}
