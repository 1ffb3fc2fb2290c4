import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkpointText, largerCheckpoint, parseCheckpoint } from '../../../access/audit/checkpoint-file.ts';
import { Failure } from '../../../base/failure.ts';
import { writeFileAtomically } from '../../../workspace/files/write-file-atomically.ts';
import type { DriverRequest } from './merge-lockfile-files.ts';

/**
 * Merges two kept checkpoints into the second file, as git asks a merge driver to: the one that says more stays.
 *
 * False for checkpoints of different projects: nobody but a person can say which is meant.
 * @throws Failure `file-unreadable`, `checkpoint-invalid`; the files are as they were then.
 */
export async function mergeCheckpointFiles({
  directory,
  ...files
}: Pick<DriverRequest, 'directory' | 'ours' | 'theirs'>): Promise<boolean> {
  const [ours, theirs] = [await checkpointAt(resolve(directory, files.ours)), await checkpointAt(resolve(directory, files.theirs))];
  if (ours.project !== theirs.project) return false;
  await writeFileAtomically(resolve(directory, files.ours), checkpointText(largerCheckpoint(ours, theirs)));
  return true;
}

async function checkpointAt(path: string) {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new Failure('file-unreadable', `Could not read ${path}: ${cause.message}.`, { cause });
  });
  return parseCheckpoint(text);
}
