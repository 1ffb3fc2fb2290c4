import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import type { CommitId, TreeEntry } from '../git.ts';
import type { Location } from '../objects/hash-files.ts';
import { gitOutput, type RunGit } from '../run-git.ts';

/** The files of a commit below some folders, relative to the folder that git runs in. */
export async function listTree(run: RunGit, commit: CommitId, folders: readonly string[]): Promise<TreeEntry[]> {
  return entries(await gitOutput(run, ['ls-tree', '-r', '-z', commit, ...limits(folders)]), /^(\d{6}) (?:blob) ([0-9a-f]+)$/);
}

/** The files of the index below some folders. Of a file in conflict there are several stages and none is its text. */
export async function listIndex(run: RunGit, folders: readonly string[]): Promise<TreeEntry[]> {
  return entries(await gitOutput(run, ['ls-files', '-s', '-z', ...limits(folders)]), /^(\d{6}) ([0-9a-f]+) 0$/);
}

/** The submodules below some folders. Asks git only where a file tells that there are any. */
export async function listSubmodules(
  run: RunGit,
  { top }: Pick<Location, 'top'>,
  from: CommitId | 'index',
  folders: readonly string[],
): Promise<string[]> {
  if (!existsSync(join(top, '.gitmodules'))) return [];
  const args = from === 'index' ? ['ls-files', '-s', '-z'] : ['ls-tree', '-r', '-z', from];
  const records = (await gitOutput(run, [...args, ...limits(folders)])).toString('utf8').split('\0');
  return records.filter((record) => record.startsWith(SUBMODULE_MODE)).map((record) => record.slice(record.indexOf('\t') + 1));
}

function limits(folders: readonly string[]): string[] {
  return folders.includes('.') ? [] : ['--', ...folders];
}

const LINK_MODE = '120000';
const SUBMODULE_MODE = '160000';

/** Records end in NUL; a tab parts what git says of a file from its path, which may hold anything else. */
function entries(output: Buffer, description: RegExp): TreeEntry[] {
  return output
    .toString('utf8')
    .split('\0')
    .flatMap((record) => {
      const tab = record.indexOf('\t');
      const [, mode, blob] = description.exec(record.slice(0, tab)) ?? [];
      if (blob === undefined || mode === SUBMODULE_MODE) return [];
      return { path: record.slice(tab + 1), kind: mode === LINK_MODE ? 'link' : 'file', blob: blob as BlobId };
    });
}
