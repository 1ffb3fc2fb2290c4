import type { CaseResult, EvalRun, RunSubject } from '../../evals/run.ts';
import type { AnswerCache } from '../../evals/runner/cache/answer-cache.ts';
import type { Model } from '../../evals/runner/model.ts';
import { compactResults } from '../../evals/runner/record/compact-results.ts';
import { evaluationDigest, type RunHeader } from '../../evals/runner/record/run-header.ts';
import { type Shard, shardOf } from '../../evals/runner/record/shard.ts';
import type { RunOptions, RunPorts } from '../../evals/runner/run-ports.ts';
import { type RunRequest, runSubject } from '../../evals/runner/run-subject.ts';
import { runSuite } from '../../evals/runner/run-suite.ts';
import type { FindBaselineAnswer, ScoringModels } from '../../evals/runner/sample-tools.ts';
import { comparesWithBaseline } from '../../evals/scorer/judged/named-judge.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { RecordedRun } from '../../workspace/runs/read-run-file.ts';
import { recordedAnswers } from '../../workspace/runs/recorded-answers.ts';
import { type BaselineDependencies, baselineVersion } from './baseline-version.ts';
import { counterpart } from './recorded/group-runs.ts';
import type { Evaluation } from './select-evaluations.ts';

/** Where a run keeps what it finds. */
export interface RunRecord {
  /** Absolute path of the run file. */
  readonly path: string;
  append(result: CaseResult): Promise<void> | void;
  close(): Promise<void>;
}

/** How much may be asked at once, for how long, and of which part of the cases. */
export interface RunBounds {
  readonly concurrency?: number;
  /** For one call. */
  readonly deadlineMs?: number;
  readonly shard?: Shard;
}

/** What answers, and through it what scorers ask: all from one place, a cassette or providers. Closing it closes all. */
export interface EvaluationModel extends Model {
  readonly scoringModels?: ScoringModels;
}

export interface RunDependencies
  extends BaselineDependencies,
    Pick<RunPorts, 'clock' | 'random' | 'paces' | 'spending' | 'tools' | 'baselineAnswer'> {
  /** The version under test of a prompt. */
  readonly candidate: (evaluation: Evaluation) => PromptVersion;
  /** What answers for a version: candidate and baseline may name different models. */
  readonly model: (evaluation: Evaluation, version: PromptVersion) => Promise<EvaluationModel>;
  readonly cache?: AnswerCache;
  /** The runs in a file or folder that a suite names, relative to itself, or that the user named. */
  readonly recorded: (evaluation: Evaluation, file: string) => Promise<readonly RecordedRun[]>;
  readonly record: (header: RunHeader) => Promise<RunRecord>;
  /** What a stopped run of exactly this left; nothing to begin anew. */
  readonly earlier?: (header: RunHeader) => AsyncIterable<CaseResult> | undefined;
  readonly signal?: AbortSignal;
  /** Has a run done elsewhere, in place of this machine's models and cache. */
  readonly remote?: RunElsewhere;
  /** Told before each run. */
  readonly onRun?: (evaluation: Evaluation, reference: string) => void;
  readonly onResult?: () => void;
}

/** Does a run on other machines; every result is told as it comes. */
export type RunElsewhere = (
  asked: RunRequest,
  options: Pick<RunOptions, 'deadlineMs' | 'signal' | 'onResult' | 'earlier'>,
) => Promise<EvalRun>;

/** One run, and where its results stand whole. */
export interface RecordedEvalRun {
  readonly run: EvalRun;
  readonly path: string;
}

/** Both runs of one evaluation. */
export interface EvaluationRuns {
  readonly evaluation: Evaluation;
  readonly candidate: RecordedEvalRun;
  readonly baseline?: RecordedEvalRun;
}

/** Asks the baseline of an evaluation, where there is one, and its candidate. */
export async function runEvaluation(
  evaluation: Evaluation,
  command: string,
  bounds: RunBounds,
  dependencies: RunDependencies,
): Promise<EvaluationRuns> {
  const candidate: RunRequest = { ...evaluation, version: dependencies.candidate(evaluation), reference: 'tree' };
  const header = headerFor(evaluation, runSubject(candidate), command, bounds);
  const isCompared = evaluation.suite.scorers.some(comparesWithBaseline);
  const before = isCompared ? { ...dependencies, baselineAnswer: comparedWithItself } : dependencies;
  const baseline = await baselineRun(evaluation, header, bounds, before);
  const answers = baseline && isCompared ? await recordedAnswers(baseline.path) : undefined;
  try {
    const compared = { ...dependencies, ...(answers && { baselineAnswer: answers.find }) };
    const after = await runOne(candidate, evaluation, { ...header, role: 'candidate' }, bounds, compared);
    return { evaluation, candidate: after, ...(baseline && { baseline }) };
  } finally {
    await answers?.close();
  }
}

/** What the baseline itself is compared with while it runs. */
const comparedWithItself: FindBaselineAnswer = async (_caseId, _sample, own) => own;

async function baselineRun(
  evaluation: Evaluation,
  header: RunHeader,
  bounds: RunBounds,
  dependencies: RunDependencies,
): Promise<RecordedEvalRun | undefined> {
  const { baseline: named } = evaluation.suite;
  if (named?.kind === 'file') return recordedBaseline(await dependencies.recorded(evaluation, named.file), header, dependencies);
  const baseline = await baselineVersion(evaluation, dependencies);
  if (baseline === undefined) return undefined;
  const asked: RunRequest = { ...evaluation, ...baseline, ignoreExtraInputs: true };
  return runOne(asked, evaluation, { ...header, role: 'baseline', subject: runSubject(asked) }, bounds, dependencies);
}

/** Takes an earlier run over as it is: written to a file of this evaluation, so that its shards can be merged later. */
async function recordedBaseline(earlier: readonly RecordedRun[], header: RunHeader, { record }: RunDependencies): Promise<RecordedEvalRun> {
  const runs = counterpart(earlier, header.subject);
  const { subject } = runs[0];
  const { shard } = header;
  const file = await record({ ...header, role: 'baseline', subject });
  const compact = compactResults();
  const results: CaseResult[] = [];
  try {
    for (const run of runs) {
      for await (const result of run.results()) {
        if (shard !== undefined && shardOf(result, shard.count) !== shard.index) continue;
        await file.append(result);
        results.push(compact(result));
      }
    }
  } finally {
    await file.close();
  }
  return { run: { subject, results }, path: file.path };
}

function headerFor({ suite, file }: Evaluation, subject: RunSubject, command: string, { shard }: RunBounds): RunHeader {
  const evaluation = evaluationDigest(subject);
  return { subject, role: 'candidate', evaluation, gate: suite.gate, file, command, ...(shard !== undefined && { shard }) };
}

async function runOne(
  asked: RunRequest,
  evaluation: Evaluation,
  header: RunHeader,
  bounds: RunBounds,
  dependencies: RunDependencies,
): Promise<RecordedEvalRun> {
  dependencies.onRun?.(evaluation, asked.reference);
  if (dependencies.remote !== undefined) return runElsewhere(asked, header, bounds, { ...dependencies, remote: dependencies.remote });
  const model = await dependencies.model(evaluation, asked.version);
  try {
    const record = await dependencies.record(header);
    try {
      const { scoringModels } = model;
      const ports = { ...dependencies, model, ...(scoringModels && { scoringModels }) };
      const { run } = await runSuite(asked, ports, optionsOf(record, header, bounds, dependencies));
      return { run, path: record.path };
    } finally {
      await record.close();
    }
  } finally {
    await model.close();
  }
}

async function runElsewhere(
  asked: RunRequest,
  header: RunHeader,
  bounds: RunBounds,
  dependencies: RunDependencies & { readonly remote: RunElsewhere },
): Promise<RecordedEvalRun> {
  const record = await dependencies.record(header);
  try {
    return { run: await dependencies.remote(asked, optionsOf(record, header, bounds, dependencies)), path: record.path };
  } finally {
    await record.close();
  }
}

function optionsOf(record: RunRecord, header: RunHeader, bounds: RunBounds, { signal, earlier, onResult }: RunDependencies): RunOptions {
  const known = earlier?.(header);
  return {
    ...bounds,
    ...(signal !== undefined && { signal }),
    ...(known !== undefined && { earlier: known }),
    onResult: (result) => {
      onResult?.();
      return record.append(result);
    },
  };
}
