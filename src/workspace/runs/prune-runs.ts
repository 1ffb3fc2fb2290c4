import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runFoldersIn } from './run-folder.ts';
import { resumedBy } from './stopped-runs.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What of the folders of runs is kept. */
export interface KeptRuns {
  /** How many of the newest; by default a hundred. */
  readonly newest?: number;
  /** Milliseconds of the epoch. */
  readonly now: number;
}

/**
 * Deletes old folders of runs: all but the newest, those that changed within a day, which another process may be writing, and
 * those that a kept one goes on with, which `--resume` needs. Touches nothing but what `makeRunFolder` makes.
 *
 * Two processes may do it at once.
 * @param runs where `makeRunFolder` makes them.
 */
export async function pruneRuns(runs: string, { newest = 100, now }: KeptRuns): Promise<void> {
  const folders = (await runFoldersIn(runs)).filter((folder) => OWN_NAME.test(basename(folder)));
  const old: string[] = [];
  for (const folder of folders.slice(0, Math.max(0, folders.length - newest))) {
    if (now - (await lastChange(folder)) > DAY_MS) old.push(folder);
  }
  if (old.length === 0) return;
  const needed = await goneOnWith(folders.filter((folder) => !old.includes(folder)));
  for (const folder of old) if (!needed.has(basename(folder))) await rm(folder, { recursive: true, force: true });
}

/** When a command began, as a file name; a folder that somebody put there is theirs. */
const OWN_NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z(?:-\d+)?$/;

async function lastChange(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const times = await Promise.all([folder, ...names.map((name) => join(folder, name))].map(changeOf));
  return Math.max(...times);
}

/** Gone meanwhile: there is nothing to wait for. */
async function changeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** The names of all folders that these go on with, through however many others. Names: a path may have been written through a link. */
async function goneOnWith(folders: readonly string[]): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  for (const folder of folders) {
    for (let next = await resumedBy(folder); next !== undefined && !paths.has(next); next = await resumedBy(next)) paths.add(next);
  }
  return new Set([...paths].flatMap((path) => path.split(/[/\\]/)));
}
