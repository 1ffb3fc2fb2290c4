import type { Clock } from '../../base/clock.ts';
import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { CaseSource } from '../dataset/case-source.ts';
import type { EvalCase } from '../dataset/eval-case.ts';
import type { Answer, CaseResult, EvalRun, RunSubject } from '../run.ts';
import type { Scorer } from '../scorer/scorer.ts';
import { scorerFor } from '../scorer/scorer-for.ts';
import { NO_TOOLS, type ScoringTools } from '../scorer/scoring-tools.ts';
import { type Suite, suiteDigest } from '../suite/suite.ts';
import type { AnswerCache } from './answer-cache.ts';
import { answerCase } from './answer-case.ts';
import { ask, type CallLimits, type RetryBudget } from './ask.ts';
import { type AskedVersion, modelOf } from './case-request.ts';
import { excerptOf } from './excerpt.ts';
import type { Model, ModelRequest } from './model.ts';
import { pool } from './pool.ts';
import { preflight } from './preflight.ts';
import { requestDigest } from './request-digest.ts';
import { type ScoringModels, sampleTools } from './sample-tools.ts';
import { type Stop, stopWith } from './stop.ts';
import { wait as realWait, type Wait } from './wait.ts';

/** One suite on one version of one prompt. */
export interface RunRequest extends AskedVersion {
  readonly suite: Suite;
  /** The cases that the suite selects (`selectCases`). */
  readonly cases: CaseSource;
  readonly datasetDigest: Digest;
  /** How the user referred to the version. */
  readonly reference: string;
}

export interface RunOptions {
  /** Calls in flight at once, default 8. */
  readonly concurrency?: number;
  /** For one call, default two minutes. */
  readonly deadlineMs?: number;
  /** Requests that a case may cost beyond its `repeat`, default 3. */
  readonly retries?: number;
  /** US dollars after which no further call starts; those in flight still end. Cached answers cost nothing. */
  readonly maxCost?: number;
  readonly signal?: AbortSignal;
  /** Takes each result as it comes, with the whole answer; the run waits for it. */
  readonly onResult?: (result: CaseResult) => void | Promise<void>;
}

/** What running needs from outside. */
export interface RunPorts {
  readonly model: Model;
  readonly cache?: AnswerCache;
  readonly clock: Clock;
  /** 0 … 1, for the jitter of retries; changes no result. */
  readonly random: () => number;
  readonly wait?: Wait;
  /** What scorers ask but models; absent: those that need it cannot judge. */
  readonly tools?: ScoringTools;
  /** The models that scorers ask, within the bounds of the run. */
  readonly scoringModels?: ScoringModels;
}

export interface RunOutcome {
  /** Results in the order of cases and samples; long answers are cut to an excerpt, `onResult` had them whole. */
  readonly run: EvalRun;
  /** Requests sent to the model, retries included. */
  readonly calls: number;
  readonly cached: number;
  /** US dollars spent by this run: cached answers are free, unknown prices count as nothing. */
  readonly cost: number;
  readonly stoppedByCost: boolean;
}

/** Everything that the samples of one run share. */
interface Running {
  readonly request: RunRequest;
  readonly ports: RunPorts;
  readonly model: string;
  readonly scorers: readonly Scorer[];
  readonly retries: number;
  readonly limits: CallLimits;
  readonly maxCost: number;
  cost: number;
  cached: number;
  stoppedByCost: boolean;
}

/**
 * Asks every case, `repeat` times each, and scores the answers.
 *
 * A call that fails is an error of its case and never ends the run. Same cache, same seed: same run.
 * @throws Failure `suite-invalid` before the first call when a case cannot be rendered or scored, with the findings
 * as `details`. Rejects with the signal's reason when that fires; answers that came are in the cache by then.
 */
export async function runSuite(request: RunRequest, ports: RunPorts, options: RunOptions = {}): Promise<RunOutcome> {
  const { concurrency = 8, onResult } = options;
  const { repeat } = request.suite;
  const stop = stopWith(options.signal);
  try {
    const running = await prepare(request, ports, options, stop);
    const results: CaseResult[] = [];
    const runSample = async ({ evalCase, sample, budget, index }: Sample): Promise<void> => {
      const result = await resultOf(running, evalCase, sample, budget);
      await onResult?.(result);
      results[index] = excerptOf(result);
    };
    await pool(samplesOf(request.cases, repeat, running.retries), concurrency, runSample, stop);
    const { cost, cached, stoppedByCost, limits } = running;
    return { run: { subject: subjectOf(running), results }, calls: limits.calls, cached, cost, stoppedByCost };
  } finally {
    stop.release();
    await ports.cache?.flush();
  }
}

async function prepare(request: RunRequest, ports: RunPorts, options: RunOptions, stop: Stop): Promise<Running> {
  const { suite, version, cases } = request;
  const { deadlineMs = 120_000, retries = 3, maxCost = Number.POSITIVE_INFINITY } = options;
  const { clock, random, wait = realWait } = ports;
  const model = modelOf(suite, version);
  const scorers = suite.scorers.map(scorerFor);
  const diagnostics = await preflight(request, cases, scorers, model);
  if (diagnostics.length > 0) {
    const message = `The suite "${suite.name}" cannot be run on ${version.id}@${request.reference}: ${diagnostics[0]?.message}`;
    throw new Failure('suite-invalid', message, { details: { findings: diagnostics } });
  }
  const limits: CallLimits = { deadlineMs, stop, clock, random, wait, holdUntil: 0, calls: 0 };
  return { request, ports, model, scorers, retries, limits, maxCost, cost: 0, cached: 0, stoppedByCost: false };
}

/** One answer to be asked for. */
interface Sample {
  readonly evalCase: EvalCase;
  readonly sample: number;
  /** Shared by the samples of a case. */
  readonly budget: RetryBudget;
  readonly index: number;
}

async function* samplesOf(cases: CaseSource, repeat: number, retries: number): AsyncGenerator<Sample> {
  let index = 0;
  for await (const evalCase of cases) {
    const budget = { left: retries };
    for (let sample = 0; sample < repeat; sample += 1, index += 1) yield { evalCase, sample, budget, index };
  }
}

async function resultOf(running: Running, evalCase: EvalCase, sample: number, budget: RetryBudget): Promise<CaseResult> {
  const { version } = running.request;
  const { caseId, tags, group, label } = evalCase;
  const about = { caseId, sample, tags, label, ...(group === undefined ? {} : { group }) };
  try {
    const { answer, cached } = await answerOf(running, evalCase, sample, budget);
    const tools = toolsOf(running, budget);
    const scores = await Promise.all(running.scorers.map((scorer) => scorer.score(answer, evalCase, version.content, tools)));
    // A scorer takes the end of the run for trouble of its own.
    if (running.limits.stop.isStopped) throw running.limits.stop.reason;
    return { ...about, answer, scores, cached };
  } catch (error) {
    if (!(error instanceof Failure) || running.limits.stop.isStopped) throw error;
    return { ...about, error: { code: error.code, message: error.message }, scores: [], cached: false };
  }
}

function toolsOf(running: Running, budget: RetryBudget): ScoringTools {
  const { tools = NO_TOOLS, scoringModels } = running.ports;
  return sampleTools(
    tools,
    scoringModels,
    async (model, request, sample) => (await askOnce(running, model, request, sample, budget)).answer,
  );
}

/** Cached only when nobody was asked now for any part of it. */
async function answerOf(
  running: Running,
  evalCase: EvalCase,
  sample: number,
  budget: RetryBudget,
): Promise<{ answer: Answer; cached: boolean }> {
  let cached = true;
  const answer = await answerCase(running.request, evalCase, running.model, async (request) => {
    const given = await askOnce(running, running.ports.model, request, sample, budget);
    cached &&= given.cached;
    return given.answer;
  });
  if (cached) running.cached += 1;
  return { answer, cached };
}

async function askOnce(
  running: Running,
  model: Model,
  request: ModelRequest,
  sample: number,
  budget: RetryBudget,
): Promise<{ answer: Answer; cached: boolean }> {
  const { cache } = running.ports;
  const key = { provider: model.name, request: requestDigest(request), sample };
  const known = await cache?.get(key);
  if (known !== undefined) return { answer: known, cached: true };
  if (running.cost >= running.maxCost) {
    running.stoppedByCost = true;
    throw new Failure('max-cost-reached', 'Not asked: no more may be spent.');
  }
  const answer = await ask(model, request, sample, budget, running.limits);
  if (model.isRecorded === true) return { answer, cached: true };
  running.cost += answer.cost ?? 0;
  cache?.put(key, answer);
  return { answer, cached: false };
}

function subjectOf({ request, scorers, model }: Running): RunSubject {
  const { suite, version, reference, datasetDigest, cases } = request;
  return {
    suite: suite.name,
    suiteDigest: suiteDigest(suite),
    datasetDigest,
    scorers: new Map(scorers.map(({ id, digest }) => [id, digest])),
    prompt: version.id,
    promptDigest: version.digest,
    reference,
    model,
    repeat: suite.repeat,
    seed: suite.seed,
    cases: cases.count,
  };
}
