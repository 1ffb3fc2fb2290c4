import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '../access/audit/checkpoint.ts';
import { CHECKPOINT_FILE, checkpointText, largerCheckpoint, parseCheckpoint } from '../access/audit/checkpoint-file.ts';
import { Failure } from '../base/failure.ts';
import { writeFileAtomically } from './files/write-file-atomically.ts';

/** What the workspace keeps of the audit trail of its registry; undefined where it keeps nothing. @throws Failure `checkpoint-invalid`, `file-unreadable` */
export async function readCheckpointFile(root: string): Promise<Checkpoint | undefined> {
  try {
    return parseCheckpoint(await readFile(join(root, CHECKPOINT_FILE), 'utf8'));
  } catch (error) {
    if (error instanceof Failure) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Failure('file-unreadable', `${CHECKPOINT_FILE} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
}

/** Keeps a checkpoint unless the workspace has one that says as much; true when the file is another now. */
export async function keepCheckpoint(root: string, checkpoint: Checkpoint): Promise<boolean> {
  const kept = await readCheckpointFile(root);
  if (kept !== undefined && largerCheckpoint(kept, checkpoint) === kept) return false;
  await writeFileAtomically(join(root, CHECKPOINT_FILE), checkpointText(checkpoint));
  return true;
}
