import { answeredCases, caseRecords, type ReadResults, type ReportedEvaluation } from '../../evals/report/case-record.ts';
import type { CaseResult } from '../../evals/run.ts';
import { readRunFile } from '../../workspace/runs/read-run-file.ts';
import type { Evaluated } from './evaluate.ts';

/**
 * What evaluations came to, with every case of them: answers are read from the files of their runs when they are asked for.
 *
 * @param prefix from the top of the repository down to the workspace.
 */
export function reportedEvaluations(evaluated: readonly Evaluated[], prefix: string): ReportedEvaluation[] {
  return evaluated.map(({ report, evaluation, runs }) => {
    const candidate = readerOf(runs.candidate);
    const baseline = runs.baseline && readerOf(runs.baseline);
    return {
      report,
      prefix,
      ...(evaluation && { file: evaluation.file }),
      records: () => caseRecords(evaluation?.cases ?? answeredCases(candidate), candidate, baseline),
    };
  });
}

function readerOf(paths: readonly string[]): ReadResults {
  return async function* (): AsyncGenerator<CaseResult> {
    for (const path of paths) yield* (await readRunFile(path)).results();
  };
}
