import type { Digest } from '../../base/digest.ts';
import { orderedResults } from '../comparison/ordered-results.ts';
import type { CaseResult, EvalRun, ScoreResult, TokenUsage } from '../run.ts';
import { percentile } from '../statistics/percentile.ts';

/** One run summed up: what exactly was run, whether it went well, what it took. */
export interface RunReport {
  /** How the user named the version, for example `tree` or `production`. */
  readonly reference: string;
  readonly promptDigest: Digest;
  readonly model: string;
  /** Which cell of the suite's matrix was asked. */
  readonly cell?: string;
  /** Which part of the cases was asked for, in words; absent: all that the suite selects. */
  readonly filter?: string;
  readonly suiteDigest: Digest;
  readonly datasetDigest: Digest;
  /** By scorer id. */
  readonly scorerDigests: Readonly<Record<string, Digest>>;
  readonly cases: number;
  readonly repeat: number;
  /** Of the sampling; the candidate's is also that of the sign flips. */
  readonly seed: number;
  readonly results: number;
  /** Results with an error of the model or of any scorer, ordered by case id. */
  readonly errors: readonly ResultError[];
  /** Share of the results that came from the cache, 0…1. */
  readonly cachedShare: number;
  readonly cost: RunCost;
  readonly usage: TokenUsage;
  /** Of the original calls; absent when there is no answer. */
  readonly latencyMs?: { readonly p50: number; readonly p95: number };
}

/** US dollars. */
interface RunCost {
  /** What all answers and judges cost when they were asked, as far as prices are known. */
  readonly total: number;
  /** The part of it that judges took. */
  readonly judging: number;
  /** What was paid in this run, failed attempts included: the cache and recordings cost nothing. */
  readonly spent: number;
  /** Answers whose price is not known. */
  readonly unpriced: number;
}

export interface ResultError {
  readonly caseId: string;
  readonly label: string;
  readonly sample: number;
  /** Absent when the model failed. */
  readonly scorer?: string;
  readonly message: string;
}

/** Sums up one run. The order of its results changes nothing. */
export function runReport({ subject, results: unordered }: EvalRun): RunReport {
  const { reference, promptDigest, model, cell, filter, suiteDigest, datasetDigest, cases, repeat, seed } = subject;
  const results = orderedResults(unordered);
  const latency = latencyOf(results);
  return {
    reference,
    promptDigest,
    model,
    ...(cell !== undefined && { cell }),
    ...(filter !== undefined && { filter }),
    suiteDigest,
    datasetDigest,
    scorerDigests: Object.fromEntries(subject.scorers),
    cases,
    repeat,
    seed,
    results: results.length,
    errors: results.flatMap(errorsOf),
    cachedShare: results.length === 0 ? 0 : results.filter(({ cached }) => cached).length / results.length,
    cost: costOf(results),
    usage: { input: total(results, ({ answer }) => answer?.usage?.input), output: total(results, ({ answer }) => answer?.usage?.output) },
    ...(latency !== undefined && { latencyMs: latency }),
  };
}

function errorsOf({ caseId, label, sample, error, scores }: CaseResult): ResultError[] {
  if (error !== undefined) return [{ caseId, label, sample, message: error.message }];
  return scores.flatMap((score) => ('error' in score ? [{ caseId, label, sample, scorer: score.scorer, message: score.error }] : []));
}

function costOf(results: readonly CaseResult[]): RunCost {
  const judging = total(results, ({ scores }) => scores.reduce((sum, score) => sum + judgeCost(score), 0));
  return {
    total: total(results, ({ answer }) => answer?.cost) + judging,
    judging,
    spent: total(results, ({ answer, cached, spent = cached ? 0 : answer?.cost }) => spent),
    unpriced: results.filter(({ answer }) => answer !== undefined && answer.cost === undefined).length,
  };
}

function judgeCost(score: ScoreResult): number {
  return 'cost' in score ? (score.cost ?? 0) : 0;
}

function latencyOf(results: readonly CaseResult[]): RunReport['latencyMs'] {
  const room = new Float64Array(results.length);
  let answered = 0;
  for (const { answer } of results) {
    if (answer === undefined) continue;
    room[answered] = answer.latencyMs;
    answered += 1;
  }
  const latencies = room.subarray(0, answered);
  const p50 = percentile(latencies, 0.5);
  const p95 = percentile(latencies, 0.95);
  return p50 === undefined || p95 === undefined ? undefined : { p50, p95 };
}

function total(results: readonly CaseResult[], figure: (result: CaseResult) => number | undefined): number {
  return results.reduce((sum, result) => sum + (figure(result) ?? 0), 0);
}
