import { Failure } from '../../../base/failure.ts';
import { caseReader } from '../../../evals/dataset/case-reader.ts';
import { casesInMemory } from '../../../evals/dataset/case-source.ts';
import type { EvalCase } from '../../../evals/dataset/eval-case.ts';
import type { CaseResult } from '../../../evals/run.ts';
import type { RunPorts } from '../../../evals/runner/run-ports.ts';
import { runSuite } from '../../../evals/runner/run-suite.ts';
import type { Suite } from '../../../evals/suite/suite.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { JobReport, LeasedRemoteJob, RemoteRunCalls, RemoteSpec } from '../../../registry/areas/remote-runs.ts';
import type { EvaluationModel } from '../run-evaluation.ts';
import { type HeldJob, heldJob, isLostLease } from './held-job.ts';
import { outlast, type Patience } from './outlast.ts';
import { runRequestOf } from './remote-spec.ts';

export interface WorkRequest {
  /** For the registry and for people: several workers may hold one token. */
  readonly worker: string;
  /** Samples worked on at once. */
  readonly concurrency: number;
  /** End when nothing waits, instead of waiting for more. */
  readonly once: boolean;
  /** How long the registry waits for a word before another worker gets the jobs. */
  readonly leaseMs: number;
}

export interface WorkDependencies extends Pick<RunPorts, 'random' | 'paces'>, Patience {
  readonly registry: Pick<RemoteRunCalls, 'leaseRemoteJobs' | 'remoteSpec' | 'reportRemoteJob'>;
  /** What answers for a version: a provider, with a key of this machine. */
  readonly model: (suite: Suite, version: PromptVersion) => Promise<EvaluationModel>;
  /** When it fires, jobs are given back with what was found. */
  readonly signal: AbortSignal;
}

export interface Worked {
  /** Jobs that this worker finished. */
  readonly jobs: number;
  /** Results that it found. */
  readonly results: number;
}

/** Jobs of one run. */
export interface Leased {
  readonly run: string;
  readonly jobs: readonly LeasedRemoteJob[];
}

/** Does the jobs of one lease as one run, so that samples of all of them are worked on at once. */
export async function workOff({ run, jobs }: Leased, request: WorkRequest, dependencies: WorkDependencies): Promise<Worked> {
  const { registry, signal, note } = dependencies;
  const spec = await registry.remoteSpec(run).catch((error: unknown) => {
    if (isLostLease(error)) return undefined;
    throw error;
  });
  // It was taken away between the two requests.
  if (spec === undefined) return { jobs: 0, results: 0 };
  const lost = new AbortController();
  const onLost = (error: unknown) => {
    if (!isLostLease(error)) note(`A job of ${run} is left to others: ${(error as Error).message}`);
    if (held.every(({ job }) => !job.isOpen)) lost.abort();
  };
  const patience = { ...dependencies, note: eachOnce(note) };
  const report = (number: number, said: JobReport) => outlast(() => registry.reportRemoteJob(run, number, said), signal, patience);
  const held = jobs.map((leased) => {
    const cases = casesOf(leased);
    const holding = { report, worker: request.worker, leaseMs: request.leaseMs, onLost };
    return { cases, job: heldJob(leased, cases.length * spec.subject.repeat, holding) };
  });
  const heartbeat = setInterval(() => void held.forEach(({ job }) => void job.beat()), request.leaseMs / 3);
  let results = 0;
  try {
    const counted = () => {
      results += 1;
    };
    await answer(spec, held, earlierOf(jobs), { ...request, signal: AbortSignal.any([signal, lost.signal]), counted }, dependencies);
  } catch (error) {
    if (signal.aborted) await Promise.all(held.map(({ job }) => job.end('released')));
    else if (!lost.signal.aborted) await giveUp(run, held, error, note);
  } finally {
    clearInterval(heartbeat);
    await Promise.all(held.map(({ job }) => job.settled()));
  }
  return { jobs: held.filter(({ job }) => job.isDone).length, results };
}

/** Several jobs meet the same trouble. */
function eachOnce(note: WorkDependencies['note']): WorkDependencies['note'] {
  const told = new Set<string>();
  return (text) => {
    if (!told.has(text)) note(text);
    told.add(text);
  };
}

/** The reason goes to whoever asked for the run, and to whoever looks after this worker. */
async function giveUp(run: string, held: readonly Held[], error: unknown, note: WorkDependencies['note']): Promise<void> {
  const reason = error instanceof Failure ? error.message : 'The worker met an error that it did not expect.';
  note(`Jobs of ${run} cannot be done here: ${error instanceof Error ? error.message : String(error)}`);
  await Promise.all(held.map(({ job }) => job.end('failed', reason)));
}

interface Held {
  readonly cases: readonly EvalCase[];
  readonly job: HeldJob;
}

async function answer(
  spec: RemoteSpec,
  held: readonly Held[],
  earlier: readonly CaseResult[],
  { concurrency, signal, counted }: Pick<WorkRequest, 'concurrency'> & { readonly signal: AbortSignal; readonly counted: () => void },
  { model: open, clock, random, paces }: WorkDependencies,
): Promise<void> {
  const cases = held.flatMap((one) => one.cases);
  const jobOf = new Map(held.flatMap(({ cases: own, job }) => own.map(({ caseId }): [string, HeldJob] => [caseId, job])));
  const request = runRequestOf(spec, casesInMemory(cases));
  const known = new Set(earlier);
  const model = await open(request.suite, request.version);
  try {
    const { scoringModels } = model;
    const ports = { model, clock, random, ...(paces && { paces }), ...(scoringModels && { scoringModels }) };
    await runSuite(request, ports, {
      concurrency,
      signal,
      ...(spec.deadlineMs !== undefined && { deadlineMs: spec.deadlineMs }),
      earlier: inOrder(earlier),
      onResult: (result) => {
        if (!known.has(result)) counted();
        jobOf.get(result.caseId)?.add(result);
      },
    });
  } finally {
    await model.close();
  }
}

function casesOf({ number, rows }: LeasedRemoteJob): EvalCase[] {
  const reader = caseReader(`job ${number}`, 'jsonl');
  return [...reader.push(rows), ...reader.end()].flatMap(({ case: evalCase }) => evalCase ?? []);
}

function earlierOf(jobs: readonly LeasedRemoteJob[]): CaseResult[] {
  return jobs.flatMap(({ results }) => results);
}

async function* inOrder<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
