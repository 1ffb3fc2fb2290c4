import { Failure } from '../../../base/failure.ts';
import type { EvalCase } from '../../../evals/dataset/eval-case.ts';
import { storedRow } from '../../../evals/dataset/stored/stored-dataset.ts';
import type { CaseResult, EvalRun } from '../../../evals/run.ts';
import { requireRunnable } from '../../../evals/runner/preflight.ts';
import { compactResults } from '../../../evals/runner/record/compact-results.ts';
import { modelOf } from '../../../evals/runner/request/case-request.ts';
import type { RunOptions } from '../../../evals/runner/run-ports.ts';
import { type RunRequest, runSubject } from '../../../evals/runner/run-subject.ts';
import { scorerFor } from '../../../evals/scorer/scorer-for.ts';
import type { RemoteJob, RemoteProgress, RemoteRunCalls } from '../../../registry/areas/remote-runs.ts';
import { remoteSpec, requireRemote } from './remote-spec.ts';

export interface RemoteDependencies {
  readonly registry: Pick<RemoteRunCalls, 'createRemoteRun' | 'addRemoteJobs' | 'remoteResults' | 'removeRemoteRun'>;
  /** An id that no other run has: 8 to 64 letters, digits and hyphens. */
  readonly newId: () => string;
  /** Waits before it is looked again; rejects with the signal's reason. */
  readonly pause: (signal: AbortSignal | undefined) => Promise<void>;
  /** Told whenever it was looked. */
  readonly onProgress?: (jobs: RemoteProgress) => void;
}

/** More jobs than this make nobody faster; fewer leave workers idle at the end. */
const JOBS_OF_A_RUN = 100;
/** What a worker that is killed may lose. */
const MOST_CASES = 10;
const MOST_CHARACTERS = 1_000_000;
/** Jobs of one request, in cases. */
const CASES_AT_ONCE = 500;
const MOST_SENT_CHARACTERS = 4_000_000;

/**
 * Has workers of a registry ask and score every case of a run, and gives what this machine would have found itself.
 *
 * The registry keeps cases and answers until this has them, or gives up; nothing of them stays there.
 * @throws Failure `suite-not-remote`, `suite-invalid` before anything is sent; `remote-run-failed` when no worker could do a
 * part of it. Rejects with the signal's reason when that fires.
 */
export async function runRemotely(
  asked: RunRequest,
  options: Pick<RunOptions, 'deadlineMs' | 'signal' | 'onResult'>,
  dependencies: RemoteDependencies,
): Promise<EvalRun> {
  const { suite, version, cases } = asked;
  const { deadlineMs, signal } = options;
  requireRemote(suite);
  await requireRunnable(asked, cases, suite.scorers.map(scorerFor), modelOf(suite, version));
  const { registry } = dependencies;
  const run = dependencies.newId();
  try {
    await registry.createRemoteRun(run, remoteSpec(asked, deadlineMs));
    for await (const jobs of requestsOf(jobsOf(cases, cases.count))) {
      signal?.throwIfAborted();
      await registry.addRemoteJobs(run, jobs);
    }
    return { subject: runSubject(asked), results: await gather(run, asked, options, dependencies) };
  } finally {
    // Workers stop at their next word; a registry that cannot be reached is told by what failed before.
    await registry.removeRemoteRun(run).catch(() => undefined);
  }
}

/** All results, in the order of cases and samples. */
async function gather(
  run: string,
  { cases, suite: { repeat } }: RunRequest,
  { signal, onResult }: Pick<RunOptions, 'signal' | 'onResult'>,
  { registry, pause, onProgress }: RemoteDependencies,
): Promise<CaseResult[]> {
  const positions = new Map<string, number>();
  for await (const { caseId } of cases) positions.set(caseId, positions.size * repeat);
  const compact = compactResults();
  const found: CaseResult[] = [];
  let count = 0;
  while (count < cases.count * repeat) {
    signal?.throwIfAborted();
    const { results, jobs } = await registry.remoteResults(run, count);
    for (const result of results) {
      await onResult?.(result);
      found[(positions.get(result.caseId) ?? 0) + result.sample] = compact(result);
    }
    count += results.length;
    onProgress?.(jobs);
    if (results.length > 0) continue;
    if (jobs.dead > 0) throw new Failure('remote-run-failed', `The workers gave up on ${jobs.dead} of the jobs: ${jobs.error ?? ''}`);
    await pause(signal);
  }
  return found;
}

async function* jobsOf(cases: AsyncIterable<EvalCase>, count: number): AsyncGenerator<RemoteJob> {
  const size = Math.min(MOST_CASES, Math.ceil(count / JOBS_OF_A_RUN));
  let [number, rows, held] = [1, '', 0];
  for await (const evalCase of cases) {
    const row = storedRow(evalCase);
    if (held === size || (held > 0 && rows.length + row.length > MOST_CHARACTERS)) {
      yield { number, rows };
      [number, rows, held] = [number + 1, '', 0];
    }
    rows += row;
    held += 1;
  }
  if (held > 0) yield { number, rows };
}

async function* requestsOf(jobs: AsyncIterable<RemoteJob>): AsyncGenerator<RemoteJob[]> {
  let [gathered, length]: [RemoteJob[], number] = [[], 0];
  for await (const job of jobs) {
    gathered.push(job);
    length += job.rows.length;
    if (gathered.length < CASES_AT_ONCE && length < MOST_SENT_CHARACTERS) continue;
    yield gathered;
    [gathered, length] = [[], 0];
  }
  if (gathered.length > 0) yield gathered;
}
