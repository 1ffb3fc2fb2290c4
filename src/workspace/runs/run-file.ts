import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { CaseResult } from '../../evals/run.ts';
import { makeFolder } from '../files/make-folder.ts';

/** What a run found, case by case, as it came. */
export interface RunFile {
  /** Absolute. */
  readonly path: string;
  /** Appends a result; waits when the disk is slower than the run. */
  append(result: CaseResult): Promise<void> | void;
  close(): Promise<void>;
}

/**
 * Opens a JSONL file for the results of one run: a header, then a line per result with the whole answer.
 *
 * Append-only: a killed run leaves complete lines and at most one torn last line.
 * @param folder where runs lie, absolute.
 * @throws Failure `file-unwritable`, also from what it returns: a full disk is met on the way.
 */
export async function openRunFile(folder: string, name: string, header: object): Promise<RunFile> {
  await makeFolder(folder, { mode: 0o700 });
  const path = join(folder, `${name}.jsonl`);
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  let broken: Failure | undefined;
  stream.on('error', (cause) => {
    broken ??= new Failure('file-unwritable', `The results of the run cannot be written to ${path}: ${cause.message}.`, { cause });
  });
  /** Waits for an event of the stream; when an error comes instead, the listener above has told it. */
  const reached = async (event: 'drain' | 'close') => {
    await once(stream, event).catch(() => undefined);
    if (broken) throw broken;
  };
  const append = (line: object): Promise<void> | void => {
    if (broken) throw broken;
    if (!stream.write(`${JSON.stringify(line)}\n`)) return reached('drain');
  };
  await append({ run: 1, ...header });
  return {
    path,
    append,
    async close() {
      if (broken) throw broken;
      stream.end();
      await reached('close');
    },
  };
}
