import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseResult } from '../../evals/run.ts';

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
 */
export async function openRunFile(folder: string, name: string, header: object): Promise<RunFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${name}.jsonl`);
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  let broken: Error | undefined;
  stream.on('error', (error) => {
    broken = error;
  });
  await append(stream, { run: 1, ...header });
  return {
    path,
    append(result) {
      if (broken) throw broken;
      return append(stream, result);
    },
    async close() {
      stream.end();
      if (!broken) await once(stream, 'close');
      if (broken) throw broken;
    },
  };
}

function append(stream: WriteStream, line: object): Promise<void> | void {
  if (!stream.write(`${JSON.stringify(line)}\n`)) return once(stream, 'drain').then(() => undefined);
}
