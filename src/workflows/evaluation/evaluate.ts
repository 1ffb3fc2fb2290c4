import { evaluateGate } from '../../evals/gate/evaluate-gate.ts';
import { type EvalReport, evalReport } from '../../evals/report/eval-report.ts';
import type { CaseResult, EvalRun } from '../../evals/run.ts';
import type { AnswerCache } from '../../evals/runner/answer-cache.ts';
import type { Model } from '../../evals/runner/model.ts';
import { type RunOptions, type RunOutcome, type RunPorts, type RunRequest, runSuite } from '../../evals/runner/run-suite.ts';
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
  /** US dollars for all evaluations together; once they are spent no further call starts. */
  readonly maxCost?: number;
}

export interface EvaluateDependencies extends BaselineDependencies {
  /** The version under test of a prompt. */
  readonly candidate: (evaluation: Evaluation) => PromptVersion;
  /** What answers for a version: candidate and baseline may name different models. */
  readonly model: (evaluation: Evaluation, version: PromptVersion) => Promise<Model>;
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
  const budget: Budget = { left: request.maxCost ?? Number.POSITIVE_INFINITY };
  for (const evaluation of request.evaluations) reports.push(await evaluateOne(evaluation, request, budget, dependencies));
  return reports;
}

/** US dollars that all runs together may still spend. */
interface Budget {
  left: number;
}

async function evaluateOne(
  chosen: Evaluation,
  request: EvaluateRequest,
  budget: Budget,
  dependencies: EvaluateDependencies,
): Promise<EvalReport> {
  const evaluation = request.model === undefined ? chosen : { ...chosen, suite: { ...chosen.suite, model: request.model } };
  const baseline = await baselineVersion(evaluation, dependencies);
  const run = async (asked: Pick<RunRequest, 'version' | 'reference'> & Partial<RunRequest>) => {
    const outcome = await runOne({ ...evaluation, ...asked }, evaluation, { ...request, maxCost: budget.left }, dependencies);
    budget.left = Math.max(0, budget.left - outcome.cost);
    return outcome.run;
  };
  const before = baseline && (await run({ ...baseline, ignoreExtraInputs: true }));
  const after = await run({ version: dependencies.candidate(evaluation), reference: 'tree' });
  return report(evaluation, after, before, request);
}

async function runOne(
  asked: RunRequest,
  evaluation: Evaluation,
  request: EvaluateRequest,
  dependencies: EvaluateDependencies,
): Promise<RunOutcome> {
  dependencies.onRun?.(evaluation, asked.reference);
  const model = await dependencies.model(evaluation, asked.version);
  try {
    const file = await dependencies.record(evaluation, asked.version, asked.reference);
    try {
      return await runSuite(asked, portsOf(model, dependencies), optionsOf(file, request, dependencies));
    } finally {
      await file.close();
    }
  } finally {
    await model.close();
  }
}

function portsOf(model: Model, { cache, clock, random }: EvaluateDependencies): RunPorts {
  return { model, clock, random, ...(cache !== undefined && { cache }) };
}

function optionsOf(file: RunRecord, { concurrency, maxCost }: EvaluateRequest, { signal, onResult }: EvaluateDependencies): RunOptions {
  return {
    ...(concurrency !== undefined && { concurrency }),
    ...(maxCost !== undefined && { maxCost }),
    ...(signal !== undefined && { signal }),
    onResult: (result) => {
      onResult?.();
      return file.append(result);
    },
  };
}

function report(
  { suite, prompt, ignoreExtraInputs: isSmoke }: Evaluation,
  candidate: EvalRun,
  baseline: EvalRun | undefined,
  { model }: EvaluateRequest,
): EvalReport {
  const runs = { candidate, ...(baseline && { baseline }) };
  const verdict = evaluateGate({ ...runs, gate: suite.gate });
  // A smoke suite has no file and no name of its own that a shell would take.
  const name = isSmoke ? prompt : suite.name;
  const command = ['promptlane', 'eval', name, ...(model === undefined ? [] : ['--model', model])].join(' ');
  return evalReport({ ...runs, gate: suite.gate, verdict, command });
}
