import { Failure } from '../../base/failure.ts';
import type { EvalCase } from '../dataset/eval-case.ts';
import type { Answer, CaseResult, EvalRun, ScoreResult } from '../run.ts';
import type { Scorer } from '../scorer/scorer.ts';
import { scorerFor } from '../scorer/scorer-for.ts';
import { NO_TOOLS, type ScoringTools } from '../scorer/scoring-tools.ts';
import { answerCase } from './answer-case.ts';
import { boundsOf, DEFAULT_CONCURRENCY, DEFAULT_RETRIES } from './bounds-of.ts';
import type { RetryBudget } from './calls/ask.ts';
import { askWithin, type Bounds, type GivenAnswer, type SampleBudget } from './calls/ask-within.ts';
import { pool } from './calls/pool.ts';
import { type Stop, stopWith } from './calls/stop.ts';
import { requireRunnable } from './preflight.ts';
import { casesOfShard } from './record/cases-of-shard.ts';
import { compactResults } from './record/compact-results.ts';
import { earlierResults } from './record/earlier-results.ts';
import { modelOf } from './request/case-request.ts';
import type { RunOptions, RunPorts } from './run-ports.ts';
import { type RunRequest, runSubject } from './run-subject.ts';
import { type AskModel, sampleTools } from './sample-tools.ts';

export interface RunOutcome {
  /** Results in the order of cases and samples, made compact; `onResult` had them whole. */
  readonly run: EvalRun;
  /** Requests sent to models, retries included. */
  readonly calls: number;
  /** Samples that nobody was asked for. */
  readonly cached: number;
}

/** Everything that the samples of one run share. */
interface Running extends Bounds {
  readonly request: RunRequest;
  readonly ports: RunPorts;
  readonly model: string;
  readonly scorers: readonly Scorer[];
  readonly retries: number;
}

/**
 * Asks every case, `repeat` times each, and scores the answers.
 *
 * A call that fails is an error of its case and never ends the run. Same cache, same seed: same run.
 * @throws Failure `suite-invalid` before the first call when a case cannot be rendered or scored, with all
 * findings as `details`; `price-unknown` where a bound of cost could not be kept. Rejects with the signal's reason when that
 * fires; answers that came are in the cache by then.
 */
export async function runSuite(request: RunRequest, ports: RunPorts, options: RunOptions = {}): Promise<RunOutcome> {
  const { concurrency = DEFAULT_CONCURRENCY, onResult, shard } = options;
  const stop = stopWith(options.signal);
  const cases = shard === undefined ? request.cases : casesOfShard(request.cases, shard);
  const compact = compactResults();
  const results: CaseResult[] = [];
  try {
    const running = await prepare(request, cases, ports, options, stop);
    const earlier = await earlierResults(options.earlier, { compact, onResult, spending: running.spending });
    await pool(
      samplesOf(cases, request.suite.repeat, running.retries),
      concurrency,
      async ({ evalCase, sample, retries, index }) => {
        const known = earlier.take(evalCase.caseId, sample);
        if (known !== undefined) {
          results[index] = known;
          return;
        }
        const result = await resultOf(running, evalCase, sample, { retries, spent: 0 });
        await onResult?.(result);
        results[index] = compact(result);
      },
      stop,
    );
    const cached = results.filter((result) => result.cached).length;
    return { run: { subject: runSubject(request), results }, calls: running.limits.calls, cached };
  } finally {
    stop.release();
    await ports.cache?.flush();
  }
}

async function prepare(
  request: RunRequest,
  cases: AsyncIterable<EvalCase>,
  ports: RunPorts,
  options: RunOptions,
  stop: Stop,
): Promise<Running> {
  const { suite, version } = request;
  const { retries = DEFAULT_RETRIES } = options;
  const model = modelOf(suite, version);
  const scorers = suite.scorers.map(scorerFor);
  await requireRunnable(request, cases, scorers, model);
  const asked = ports.model.pricesItself === true ? [] : [model];
  const bounds = boundsOf(ports, options, stop);
  if (ports.model.isRecorded !== true)
    await bounds.spending.requirePriced([...asked, ...suite.scorers.flatMap(({ bound }) => bound?.model ?? [])]);
  return { ...bounds, request, ports, model, scorers, retries };
}

/** One answer to be asked for. */
interface Sample {
  readonly evalCase: EvalCase;
  readonly sample: number;
  /** Shared by the samples of a case. */
  readonly retries: RetryBudget;
  readonly index: number;
}

async function* samplesOf(cases: AsyncIterable<EvalCase>, repeat: number, left: number): AsyncGenerator<Sample> {
  let index = 0;
  for await (const evalCase of cases) {
    const retries = { left };
    for (let sample = 0; sample < repeat; sample += 1, index += 1) yield { evalCase, sample, retries, index };
  }
}

async function resultOf(running: Running, evalCase: EvalCase, sample: number, budget: SampleBudget): Promise<CaseResult> {
  const { request, limits } = running;
  const { caseId, tags, group, label } = evalCase;
  const about = { caseId, sample, tags, label, ...(group === undefined ? {} : { group }) };
  const spent = () => (budget.spent > 0 ? { spent: budget.spent } : {});
  try {
    const { answer, cached } = await answerOf(running, evalCase, sample, budget);
    const tools = toolsOf(running, sample, budget);
    const given = running.scorers.map((scorer) => scorer.score(answer, evalCase, request.version.content, tools));
    const scores = given.every(isScored) ? given : await Promise.all(given);
    // A scorer takes the end of the run for trouble of its own.
    if (limits.stop.isStopped) throw limits.stop.reason;
    return { ...about, answer, scores, cached, ...spent() };
  } catch (error) {
    if (!(error instanceof Failure) || limits.stop.isStopped) throw error;
    return { ...about, error: { code: error.code, message: error.message }, scores: [], cached: false, ...spent() };
  }
}

function isScored(score: ScoreResult | Promise<ScoreResult>): score is ScoreResult {
  return !(score instanceof Promise);
}

function toolsOf(running: Running, sample: number, budget: SampleBudget): ScoringTools {
  const { tools = NO_TOOLS, scoringModels, baselineAnswer } = running.ports;
  const given = baselineAnswer ? { ...tools, baselineAnswer: (caseId: string, own: Answer) => baselineAnswer(caseId, sample, own) } : tools;
  const askJudge: AskModel = async (model, request, vote) => (await askWithin(running, model, request, vote, budget)).answer;
  return sampleTools(given, scoringModels, askJudge, running.cache);
}

/** Cached only when nobody was asked now for any part of it. */
async function answerOf(running: Running, evalCase: EvalCase, sample: number, budget: SampleBudget): Promise<GivenAnswer> {
  let cached = true;
  const answer = await answerCase(running.request, evalCase, running.model, async (request) => {
    const given = await askWithin(running, running.ports.model, request, sample, budget);
    cached &&= given.cached;
    return given.answer;
  });
  return { answer, cached };
}
