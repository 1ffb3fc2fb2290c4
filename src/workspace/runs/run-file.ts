import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { CaseResult } from '../../evals/run.ts';
import { type RunHeader, runHeaderJson } from '../../evals/runner/record/run-header.ts';

/** What a run found, case by case, as it came. */
export interface RunFile {
  /** Absolute. */
  readonly path: string;
  /** Appends a result; waits when the disk is slower than the run. */
  append(result: CaseResult): Promise<void> | void;
  close(): Promise<void>;
}

/** How long a result may wait for others to be written with it. A kill loses at most this much. */
const BATCH_MS = 50;
const BATCH_CHARACTERS = 64 * 1024;

/**
 * Creates a JSONL file for the results of one run: a header, then a line per result with the whole answer.
 *
 * Append-only: a killed run leaves complete lines and at most one torn last line. Two runs never share a file: where
 * the name is taken, the file gets another.
 * @param folder where it shall lie, absolute; it is there.
 * @throws Failure `file-unwritable`, also from what it returns: a full disk is met on the way.
 */
export async function createRunFile(folder: string, name: string, header: RunHeader): Promise<RunFile> {
  const path = await createEmpty(folder, name);
  const stream = createWriteStream(path, { flags: 'a' });
  let broken: Failure | undefined;
  stream.on('error', (cause) => {
    broken ??= unwritable(path, cause);
  });
  /** Waits for an event of the stream; when an error comes instead, the listener above has told it. */
  const reached = async (event: 'drain' | 'close') => {
    await once(stream, event).catch(() => undefined);
    if (broken) throw broken;
  };
  /** One for all who wait: a hundred answers may come before the disk has written one. */
  let draining: Promise<void> | undefined;
  const drained = (): Promise<void> => {
    draining ??= reached('drain').finally(() => {
      draining = undefined;
    });
    return draining;
  };
  let gathered = '';
  let timer: NodeJS.Timeout | undefined;
  const write = (): Promise<void> | undefined => {
    clearTimeout(timer);
    timer = undefined;
    const lines = gathered;
    gathered = '';
    return lines === '' || stream.write(lines) ? undefined : drained();
  };
  const append = (line: object): Promise<void> | void => {
    if (broken) throw broken;
    gathered += `${JSON.stringify(line)}\n`;
    if (gathered.length >= BATCH_CHARACTERS) return write();
    // What fails then is told to whoever appends next, or closes.
    timer ??= setTimeout(() => write()?.catch(() => {}), BATCH_MS).unref();
    return draining;
  };
  append(runHeaderJson(header));
  await write();
  return {
    path,
    append,
    async close() {
      await write();
      if (broken) throw broken;
      stream.end();
      await reached('close');
    },
  };
}

const MOST_NAMESAKES = 1000;

async function createEmpty(folder: string, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = join(folder, `${number === 1 ? name : `${name}-${number}`}.jsonl`);
    try {
      await (await open(path, 'wx', 0o600)).close();
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number === MOST_NAMESAKES) throw unwritable(path, error as Error);
    }
  }
}

function unwritable(path: string, cause: Error): Failure {
  return new Failure('file-unwritable', `The results of the run cannot be written to ${path}: ${cause.message}.`, { cause });
}
