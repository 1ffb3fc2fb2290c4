import type { EvalReport } from '../../evals/report/eval-report.ts';
import type { Baseline } from '../../evals/suite/suite.ts';
import { requireCalibrated } from './calibration/require-calibrated.ts';
import { type Accepted, judgeRuns } from './judge-runs.ts';
import { type EvaluationRuns, type RunBounds, type RunDependencies, runEvaluation } from './run-evaluation.ts';
import type { Evaluation } from './select-evaluations.ts';

export type EvaluateDependencies = RunDependencies;

export interface EvaluateRequest extends RunBounds {
  readonly evaluations: readonly Evaluation[];
  /** Asked instead of the models that suites and prompts name. */
  readonly model?: string;
  /** Compared with instead of what suites name. */
  readonly baseline?: Baseline;
  readonly accept?: Accepted;
  /** Flags that change what is asked or judged, as they were typed: a report says how to get it again. */
  readonly flags?: readonly string[];
}

/** Paths of run files: one, or one for each shard. */
export interface RunPaths {
  readonly candidate: readonly string[];
  readonly baseline?: readonly string[];
}

/** What one evaluation came to. */
export interface Evaluated {
  readonly report: EvalReport;
  readonly runs: RunPaths;
  /** Absent where only the files of its runs are at hand. */
  readonly evaluation?: Evaluation;
  /** Where the suite stood when it was asked, relative to the workspace; absent where runs do not say it. */
  readonly file?: string;
}

/** Runs every evaluation on the candidate and on its baseline, compares them and judges the gate. */
export async function evaluate(request: Omit<EvaluateRequest, 'shard'>, dependencies: EvaluateDependencies): Promise<Evaluated[]> {
  requireCalibrated(request.evaluations);
  const evaluated: Evaluated[] = [];
  for (const chosen of request.evaluations) {
    const { evaluation, candidate, baseline } = await runChosen(chosen, request, dependencies);
    const { gate } = evaluation.suite;
    const command = commandOf(evaluation, request);
    const { accept } = request;
    const runs = { candidate: candidate.run, ...(baseline && { baseline: baseline.run }) };
    evaluated.push({
      report: judgeRuns({ ...runs, gate, command, ...(accept && { accept }) }),
      evaluation,
      runs: { candidate: [candidate.path], ...(baseline && { baseline: [baseline.path] }) },
    });
  }
  return evaluated;
}

/** One shard of an evaluation: asked, and not judged. */
export interface EvaluatedShard {
  readonly suite: string;
  readonly prompt: string;
  /** Cases of the whole evaluation. */
  readonly cases: number;
  readonly results: number;
  /** Results with an error of the model or of a scorer. */
  readonly errors: number;
  readonly runs: RunPaths;
}

/** Runs one shard of every evaluation. A part says nothing of the whole, so nothing is judged before all are merged. */
export async function evaluateShard(
  request: EvaluateRequest & Required<Pick<EvaluateRequest, 'shard'>>,
  dependencies: EvaluateDependencies,
): Promise<EvaluatedShard[]> {
  requireCalibrated(request.evaluations);
  const shards: EvaluatedShard[] = [];
  for (const chosen of request.evaluations) shards.push(shardOf(await runChosen(chosen, request, dependencies)));
  return shards;
}

function shardOf({ evaluation, candidate, baseline }: EvaluationRuns): EvaluatedShard {
  const results = [...candidate.run.results, ...(baseline?.run.results ?? [])];
  return {
    suite: evaluation.suite.name,
    prompt: evaluation.prompt,
    cases: evaluation.cases.count,
    results: results.length,
    errors: results.filter(({ error, scores }) => error !== undefined || scores.some((score) => 'error' in score)).length,
    runs: { candidate: [candidate.path], ...(baseline && { baseline: [baseline.path] }) },
  };
}

function runChosen(chosen: Evaluation, request: EvaluateRequest, dependencies: EvaluateDependencies): Promise<EvaluationRuns> {
  const { model, baseline } = request;
  const suite = { ...chosen.suite, ...(model !== undefined && { model }), ...(baseline !== undefined && { baseline }) };
  const evaluation = { ...chosen, suite };
  return runEvaluation(evaluation, commandOf(evaluation, request), request, dependencies);
}

function commandOf({ suite, prompt, ignoreExtraInputs: isSmoke }: Evaluation, { flags = [] }: EvaluateRequest): string {
  // A smoke suite has no file and no name of its own that a shell would take.
  return ['promptlane', 'eval', isSmoke ? prompt : suite.name, ...flags].join(' ');
}
