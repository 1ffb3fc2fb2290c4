import { Failure } from '../../base/failure.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { CaseResult } from '../../evals/run.ts';
import { parseRunHeader, type RunHeader } from '../../evals/runner/record/run-header.ts';
import { wholeLines } from '../lines/whole-lines.ts';
import { isCaseResult } from './case-result-shape.ts';

/** A run as it stands on the disk. Reading its results again reads the file again: they are not kept in memory. */
export interface RecordedRun extends RunHeader {
  readonly path: string;
  /** In the order in which they came; a torn last line is left out, for the run was killed there. */
  results(): AsyncIterable<CaseResult>;
}

/** Opens a run file. @throws Failure `file-unreadable`, and `run-unreadable` for what is no run file or damaged, also from `results` */
export async function readRunFile(path: string): Promise<RecordedRun> {
  for await (const line of linesOf(path)) {
    const header = parseRunHeader(jsonValue(line));
    if (header === undefined) break;
    return { ...header, path, results: () => resultsOf(path) };
  }
  throw new Failure('run-unreadable', `${path} is no run file of this version.`);
}

async function* resultsOf(path: string): AsyncGenerator<CaseResult> {
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (number === 1) continue;
    const result = jsonValue(line);
    if (!isCaseResult(result)) throw new Failure('run-unreadable', `Line ${number} of ${path} is no result.`);
    yield result;
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    yield* wholeLines(path);
  } catch (cause) {
    throw new Failure('file-unreadable', `${path} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}
