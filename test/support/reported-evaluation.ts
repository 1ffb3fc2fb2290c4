import { digestOf } from '../../src/base/digest.ts';
import { evaluateGate } from '../../src/evals/gate/evaluate-gate.ts';
import type { Gate } from '../../src/evals/gate/rules/gate.ts';
import { caseRecords, type ReportedCase, type ReportedEvaluation } from '../../src/evals/report/case-record.ts';
import { evalReport } from '../../src/evals/report/eval-report.ts';
import type { CaseResult, EvalRun } from '../../src/evals/run.ts';
import { evalRun, type Said } from './eval-run.ts';

/** An evaluation in shorthand: by scorer and case what was said, before and now. */
export interface ReportedSketch {
  readonly now: Readonly<Record<string, readonly Said[]>>;
  readonly before?: Readonly<Record<string, readonly Said[]>>;
  /** What the candidate answered, by case; `ok` where nothing is said. */
  readonly answers?: readonly string[];
  readonly labels?: readonly string[];
  readonly tags?: readonly (readonly string[])[];
  readonly inputs?: readonly string[];
  readonly gate?: Partial<Gate>;
  readonly unanswered?: readonly number[];
  readonly suite?: string;
  /** Of a matrix; names its model. */
  readonly cell?: string;
}

/** An evaluation with all its cases, for tests of what reports it. */
export function reportedEvaluation(sketch: ReportedSketch): ReportedEvaluation {
  const { labels = [], tags = [], unanswered = [], suite = 'triage', cell } = sketch;
  const subject = { suite, ...(cell !== undefined && { cell, model: cell }) };
  const now = withAnswers(evalRun({ scores: sketch.now, labels, tags, unanswered, subject }), sketch.answers ?? []);
  const production = { ...subject, reference: 'production', promptDigest: digestOf('production') };
  const before = sketch.before && evalRun({ scores: sketch.before, labels, tags, cached: true, subject: production });
  const gate: Gate = { scorers: new Map(), maxErrorRate: 1, mustPassTags: [], ...sketch.gate };
  const runs = { candidate: now, ...(before && { baseline: before }) };
  return {
    report: evalReport({ ...runs, gate, verdict: evaluateGate({ ...runs, gate }), command: `promptlane eval ${suite}` }),
    file: 'evals/triage.eval.yaml',
    prefix: 'app/',
    records: () => caseRecords(casesOf(now, sketch.inputs ?? []), reading(now.results), before && reading(before.results)),
  };
}

function withAnswers(run: EvalRun, answers: readonly string[]): EvalRun {
  return {
    ...run,
    results: run.results.map((result, index) => {
      const text = answers[index];
      return text === undefined || !result.answer ? result : { ...result, answer: { ...result.answer, text } };
    }),
  };
}

async function* casesOf({ results }: EvalRun, inputs: readonly string[]): AsyncGenerator<ReportedCase> {
  for (const [index, { caseId, label, tags }] of results.entries()) {
    yield {
      caseId,
      id: `t${index + 1}`,
      label,
      tags,
      inputs: { ticket: inputs[index] ?? `What about order ${index}?` },
      where: { file: 'evals/triage.jsonl', line: index + 1, column: 1 },
    };
  }
}

/** In another order than the cases, as a run that asks several at once has them. */
function reading(results: readonly CaseResult[]) {
  return async function* () {
    yield* results.toReversed();
  };
}

/** All that a maker of a format gives. */
export async function joined(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}
