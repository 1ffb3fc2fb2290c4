import type { CaseResult, EvalRun } from '../../../evals/run.ts';
import { compactResults } from '../../../evals/runner/record/compact-results.ts';
import { type RecordedRun, readRunFile } from '../../../workspace/runs/read-run-file.ts';
import type { Evaluated } from '../evaluate.ts';
import { type Accepted, judgeRuns } from '../judge-runs.ts';
import { groupRuns } from './group-runs.ts';

/**
 * Judges runs again from their files, the shards of a run put together: the reports that one run of all cases gives.
 * Nobody is asked.
 *
 * @param files absolute paths of run files
 * @throws Failure `run-unreadable`, and what `groupRuns` throws
 */
export async function reportRuns(files: readonly string[], accept: Accepted): Promise<Evaluated[]> {
  const evaluated: Evaluated[] = [];
  for (const { candidate, baseline } of groupRuns(await Promise.all(files.map(readRunFile)))) {
    const [{ gate, command, file }] = candidate;
    const before = await gatherRun(baseline);
    const after = (await gatherRun(candidate)) as EvalRun;
    evaluated.push({
      report: judgeRuns({ candidate: after, ...(before && { baseline: before }), gate, accept, command }),
      ...(file !== undefined && { file }),
      runs: { candidate: candidate.map(({ path }) => path), ...(before && { baseline: baseline.map(({ path }) => path) }) },
    });
  }
  return evaluated;
}

/** One run from the files of its shards; undefined without files. */
export async function gatherRun(runs: readonly RecordedRun[]): Promise<EvalRun | undefined> {
  const [first] = runs;
  if (first === undefined) return undefined;
  const compact = compactResults();
  const results: CaseResult[] = [];
  for (const run of runs) for await (const result of run.results()) results.push(compact(result));
  return { subject: first.subject, results };
}
