import { Failure } from '../../../base/failure.ts';
import type { EvalCase } from '../../../evals/dataset/eval-case.ts';
import { storedRow } from '../../../evals/dataset/stored/stored-dataset.ts';
import type { CaseResult, EvalRun } from '../../../evals/run.ts';
import { unboundedSpending } from '../../../evals/runner/calls/spending.ts';
import { requireRunnable } from '../../../evals/runner/preflight.ts';
import { compactResults } from '../../../evals/runner/record/compact-results.ts';
import { earlierResults } from '../../../evals/runner/record/earlier-results.ts';
import { modelOf } from '../../../evals/runner/request/case-request.ts';
import type { RunOptions } from '../../../evals/runner/run-ports.ts';
import { type RunRequest, runSubject } from '../../../evals/runner/run-subject.ts';
import { scorerFor } from '../../../evals/scorer/scorer-for.ts';
import type { RemoteJob, RemoteProgress, RemoteRunCalls } from '../../../registry/areas/remote-runs.ts';
import { outlast, type Patience } from './outlast.ts';
import { remoteSpec, requireRemote } from './remote-spec.ts';

export interface RemoteDependencies extends Patience {
  readonly registry: Pick<RemoteRunCalls, 'createRemoteRun' | 'addRemoteJobs' | 'remoteResults' | 'removeRemoteRun'>;
  /** An id that no other run has: 8 to 64 letters, digits and hyphens. */
  readonly newId: () => string;
  /** Told whenever it was looked. */
  readonly onProgress?: (jobs: RemoteProgress) => void;
}

type RemoteOptions = Pick<RunOptions, 'deadlineMs' | 'signal' | 'onResult' | 'earlier'>;

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
export async function runRemotely(asked: RunRequest, options: RemoteOptions, dependencies: RemoteDependencies): Promise<EvalRun> {
  const { suite, version, cases } = asked;
  const { deadlineMs, signal } = options;
  requireRemote(suite);
  await requireRunnable(asked, cases, suite.scorers.map(scorerFor), modelOf(suite, version));
  const gathering = await beginGathering(asked, options);
  const subject = runSubject(asked);
  if (gathering.left.size === 0) return { subject, results: gathering.found };
  const { registry } = dependencies;
  const run = dependencies.newId();
  try {
    await outlast(() => registry.createRemoteRun(run, remoteSpec(asked, deadlineMs)), signal, dependencies);
    for await (const jobs of requestsOf(jobsOf(cases, gathering.left))) {
      signal?.throwIfAborted();
      await outlast(() => registry.addRemoteJobs(run, jobs), signal, dependencies);
    }
    return { subject, results: await gather(run, gathering, options, dependencies) };
  } finally {
    // Workers stop at their next word; a registry that cannot be reached is told by what failed before, and forgets the run.
    await registry.removeRemoteRun(run).catch(() => undefined);
  }
}

/** What is found of a run so far. */
interface Gathering {
  /** In the order of cases and samples, with holes. */
  readonly found: CaseResult[];
  /** Where the results of each case begin. */
  readonly positions: ReadonlyMap<string, number>;
  /** Cases that workers are asked for. */
  readonly left: ReadonlySet<string>;
  /** Answers of one case. */
  readonly repeat: number;
  readonly compact: (result: CaseResult) => CaseResult;
}

/** Takes over what a stopped run found; a case that lacks one of its answers is asked again. */
async function beginGathering({ cases, suite: { repeat } }: RunRequest, { earlier, onResult }: RemoteOptions): Promise<Gathering> {
  const compact = compactResults();
  const known = await earlierResults(earlier, { compact, onResult, spending: unboundedSpending() });
  const [found, positions, left] = [[] as CaseResult[], new Map<string, number>(), new Set<string>()];
  for await (const { caseId } of cases) {
    const position = positions.size * repeat;
    positions.set(caseId, position);
    for (let sample = 0; sample < repeat; sample += 1) {
      const result = known.take(caseId, sample);
      if (result === undefined) left.add(caseId);
      else found[position + sample] = result;
    }
  }
  return { found, positions, left, repeat, compact };
}

/** All results, in the order of cases and samples. */
async function gather(
  run: string,
  { found, positions, left, repeat, compact }: Gathering,
  { signal, onResult }: RemoteOptions,
  dependencies: RemoteDependencies,
): Promise<CaseResult[]> {
  const { registry, pause, onProgress } = dependencies;
  let count = 0;
  while (count < left.size * repeat) {
    signal?.throwIfAborted();
    const { results, jobs } = await outlast(() => resultsOf(registry, run, count), signal, dependencies);
    for (const result of results) {
      const index = (positions.get(result.caseId) ?? 0) + result.sample;
      if (found[index] !== undefined) continue;
      await onResult?.(result);
      found[index] = compact(result);
    }
    count += results.length;
    onProgress?.(jobs);
    if (results.length > 0) continue;
    if (jobs.dead > 0) throw new Failure('remote-run-failed', `The workers gave up on ${jobs.dead} of the jobs: ${jobs.error ?? ''}`);
    await pause(signal);
  }
  return found;
}

async function resultsOf(registry: Pick<RemoteRunCalls, 'remoteResults'>, run: string, after: number) {
  try {
    return await registry.remoteResults(run, after);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'not-found') throw error;
    throw new Failure('remote-run-failed', 'The registry has deleted this run: for an hour nobody asked for its results.', {
      hint: 'Run the same command again with `--resume last` to go on.',
      cause: error,
    });
  }
}

async function* jobsOf(cases: AsyncIterable<EvalCase>, left: ReadonlySet<string>): AsyncGenerator<RemoteJob> {
  const size = Math.min(MOST_CASES, Math.ceil(left.size / JOBS_OF_A_RUN));
  let [number, rows, held] = [1, '', 0];
  for await (const evalCase of cases) {
    if (!left.has(evalCase.caseId)) continue;
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
