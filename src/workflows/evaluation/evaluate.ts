import { evaluateGate } from '../../evals/gate/evaluate-gate.ts';
import { type EvalReport, evalReport } from '../../evals/report/eval-report.ts';
import type { CaseResult, EvalRun } from '../../evals/run.ts';
import type { AnswerCache } from '../../evals/runner/answer-cache.ts';
import type { Model } from '../../evals/runner/model.ts';
import { type RunOptions, type RunOutcome, type RunPorts, runSuite } from '../../evals/runner/run-suite.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import { type BaselineDependencies, baselineVersion } from './baseline-version.ts';
import type { Evaluation } from './select-evaluations.ts';

/** Where a run keeps what it finds. */
export interface RunRecord {
  append(result: CaseResult): Promise<void> | void;
  close(): Promise<void>;
}

export interface EvaluateRequest {
  readonly evaluations: readonly Evaluation[];
  /** Asked instead of the models that suites and prompts name. */
  readonly model?: string;
  readonly concurrency?: number;
  readonly maxCost?: number;
}

export interface EvaluateDependencies extends BaselineDependencies {
  /** The version under test of a prompt. */
  readonly candidate: (evaluation: Evaluation) => PromptVersion;
  readonly model: (evaluation: Evaluation) => Promise<Model>;
  readonly cache?: AnswerCache;
  readonly record: (evaluation: Evaluation, version: PromptVersion, reference: string) => Promise<RunRecord>;
  readonly clock: RunPorts['clock'];
  readonly random: RunPorts['random'];
  readonly signal?: AbortSignal;
  /** Told before each run. */
  readonly onRun?: (evaluation: Evaluation, reference: string) => void;
  readonly onResult?: () => void;
}

/** Runs every evaluation on the candidate and on its baseline, compares them and judges the gate. */
export async function evaluate(request: EvaluateRequest, dependencies: EvaluateDependencies): Promise<EvalReport[]> {
  const reports: EvalReport[] = [];
  for (const evaluation of request.evaluations) reports.push(await evaluateOne(evaluation, request, dependencies));
  return reports;
}

async function evaluateOne(chosen: Evaluation, request: EvaluateRequest, dependencies: EvaluateDependencies): Promise<EvalReport> {
  const evaluation = request.model === undefined ? chosen : { ...chosen, suite: { ...chosen.suite, model: request.model } };
  const baseline = await baselineVersion(evaluation, dependencies);
  const model = await dependencies.model(evaluation);
  try {
    const run = (version: PromptVersion, reference: string, ignoreExtraInputs: boolean) =>
      runOne({ ...evaluation, version, reference, ignoreExtraInputs }, evaluation, model, request, dependencies);
    const before = baseline && (await run(baseline.version, baseline.reference, true));
    const after = await run(dependencies.candidate(evaluation), 'tree', false);
    return report(evaluation, after.run, before?.run, request);
  } finally {
    await model.close();
  }
}

async function runOne(
  asked: Parameters<typeof runSuite>[0],
  evaluation: Evaluation,
  model: Model,
  { concurrency, maxCost }: EvaluateRequest,
  { cache, clock, random, signal, record, onRun, onResult }: EvaluateDependencies,
): Promise<RunOutcome> {
  onRun?.(evaluation, asked.reference);
  const file = await record(evaluation, asked.version, asked.reference);
  const options: RunOptions = {
    ...(concurrency !== undefined && { concurrency }),
    ...(maxCost !== undefined && { maxCost }),
    ...(signal !== undefined && { signal }),
    onResult: (result) => {
      onResult?.();
      return file.append(result);
    },
  };
  try {
    return await runSuite(asked, { model, clock, random, ...(cache !== undefined && { cache }) }, options);
  } finally {
    await file.close();
  }
}

function report({ suite, prompt }: Evaluation, candidate: EvalRun, baseline: EvalRun | undefined, { model }: EvaluateRequest): EvalReport {
  const runs = { candidate, ...(baseline && { baseline }) };
  const verdict = evaluateGate({ ...runs, gate: suite.gate });
  const name = suite.name === prompt ? prompt : suite.name;
  const command = ['promptlane', 'eval', name, ...(model === undefined ? [] : ['--model', model])].join(' ');
  return evalReport({ ...runs, gate: suite.gate, verdict, command });
}
