import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Spill } from '../../evals/dataset/collection/spill.ts';

/**
 * A file among the temporary ones of the machine. It has no name as soon as it is open, so that no end of the process leaves it
 * behind.
 *
 * @throws Failure `file-unwritable`, also from `append`
 */
export function temporarySpill(): Spill {
  const path = join(tmpdir(), `promptlane-${randomUUID()}`);
  const file = written(path, () => openSync(path, 'wx+', 0o600));
  const isGone = removed(path);
  let end = 0;
  return {
    append(bytes) {
      for (let done = 0; done < bytes.length; ) done += written(path, () => writeSync(file, bytes, done, bytes.length - done, end + done));
      end += bytes.length;
    },
    read(position, into) {
      for (let done = 0; done < into.length; ) {
        const count = readSync(file, into, done, into.length - done, position + done);
        if (count === 0) throw new RangeError(`the spill ends before ${position + into.length}`);
        done += count;
      }
    },
    close() {
      closeSync(file);
      if (!isGone) removed(path);
    },
  };
}

/** Where a file that is open cannot be removed (Windows), it is removed when it is closed. */
function removed(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch {
    return false;
  }
}

function written<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (cause) {
    const { message } = cause as Error;
    throw new Failure(
      'file-unwritable',
      `A large dataset needs room among the temporary files, and ${path} cannot be written: ${message}.`,
      {
        cause,
        hint: 'Name another folder for temporary files with TMPDIR.',
      },
    );
  }
}
