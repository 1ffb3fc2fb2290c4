import { answeredCases, caseRecords, type ReadResults, type ReportedEvaluation, withRemovedCases } from '../../evals/report/case-record.ts';
import type { EvalReport } from '../../evals/report/eval-report.ts';
import type { CaseResult } from '../../evals/run.ts';
import { readRunFile } from '../../workspace/runs/read-run-file.ts';
import type { Evaluated } from './evaluate.ts';

/**
 * What evaluations came to, with every case of them: answers are read from the files of their runs when they are asked for.
 *
 * @param prefix from the top of the repository down to the workspace.
 */
export function reportedEvaluations(evaluated: readonly Evaluated[], prefix: string): ReportedEvaluation[] {
  return evaluated.map(({ report, evaluation, runs, file = evaluation?.file }) => {
    const candidate = readerOf(runs.candidate);
    const baseline = runs.baseline && readerOf(runs.baseline);
    return {
      report,
      prefix,
      ...(file !== undefined && { file }),
      records: () => {
        const records = caseRecords(evaluation?.cases ?? answeredCases(candidate), candidate, baseline);
        return baseline && isOtherDataset(report) ? withRemovedCases(records, baseline) : records;
      },
    };
  });
}

/** Of a part of the cases the others were not removed: nobody asked for them. */
function isOtherDataset({ candidate, baseline }: EvalReport): boolean {
  return candidate.filter === undefined && baseline !== null && baseline.datasetDigest !== candidate.datasetDigest;
}

function readerOf(paths: readonly string[]): ReadResults {
  return async function* (): AsyncGenerator<CaseResult> {
    for (const path of paths) yield* (await readRunFile(path)).results();
  };
}
