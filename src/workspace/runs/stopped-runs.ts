import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RecordedRun, readRunFile } from './read-run-file.ts';
import { runFilesIn, runFoldersIn } from './run-folder.ts';

/** Stands in a folder of runs that go on with those of another, and names that. */
const RESUMED = 'resumed-from';

/** Notes which folder the runs of this one go on with: when they are stopped too, what they had not taken over yet stands only there. */
export async function noteResumed(folder: string, from: string): Promise<void> {
  await writeFile(join(folder, RESUMED), `${from}\n`, { mode: 0o600 });
  // It is in use from now on: nobody shall clear it away as old. Where it may not be touched, nobody can.
  const now = new Date();
  await utimes(from, now, now).catch(() => undefined);
}

/**
 * The runs in a folder and, where they went on with others, those in the folders before it; the newest first. A file
 * whose run was stopped before its first line is none.
 *
 * @throws Failure `file-unreadable`, `run-unreadable`
 */
export async function stoppedRuns(folder: string): Promise<RecordedRun[]> {
  const runs: RecordedRun[] = [];
  const seen = new Set<string>();
  for (let next: string | undefined = folder; next !== undefined && !seen.has(next); next = await resumedBy(next)) {
    seen.add(next);
    for (const file of await filesAt(next)) if ((await stat(file)).size > 0) runs.push(await readRunFile(file));
  }
  return runs;
}

/** The newest folder in which a run has begun; a command that was stopped before that left nothing to go on with. */
export async function lastStoppedFolder(runs: string): Promise<string | undefined> {
  for (const folder of (await runFoldersIn(runs)).reverse()) {
    if ((await stoppedRuns(folder)).length > 0) return folder;
  }
  return undefined;
}

async function filesAt(path: string): Promise<string[]> {
  const isFile = await stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
  return isFile ? [path] : runFilesIn(path).catch(() => []);
}

/** What a folder of runs goes on with: a folder, or a file in one; nothing where it began anew. */
export async function resumedBy(folder: string): Promise<string | undefined> {
  return readFile(join(folder, RESUMED), 'utf8').then(
    (text) => text.trimEnd(),
    () => undefined,
  );
}
