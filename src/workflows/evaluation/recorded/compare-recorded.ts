import type { EvalRun } from '../../../evals/run.ts';
import { readRunFile } from '../../../workspace/runs/read-run-file.ts';
import type { Evaluated } from '../evaluate.ts';
import { type Accepted, judgeRuns } from '../judge-runs.ts';
import { counterpart, groupRuns } from './group-runs.ts';
import { gatherRun } from './report-runs.ts';

/**
 * Compares what was asked then with what was asked before, suite by suite and prompt by prompt, by the gates of the later
 * runs. Nobody is asked.
 *
 * @throws Failure `runs-incomplete` when there is nothing on one side to compare, and what `groupRuns` throws
 */
export async function compareRecorded(before: readonly string[], after: readonly string[], accept: Accepted): Promise<Evaluated[]> {
  const [earlier, later] = await Promise.all([readAll(before), readAll(after)]);
  const evaluated: Evaluated[] = [];
  for (const { candidate } of groupRuns(later)) {
    const [{ subject, gate, command, file }] = candidate;
    const baseline = counterpart(earlier, subject);
    const runs = { candidate: (await gatherRun(candidate)) as EvalRun, baseline: (await gatherRun(baseline)) as EvalRun };
    evaluated.push({
      report: judgeRuns({ ...runs, gate, accept, command }),
      ...(file !== undefined && { file }),
      runs: { candidate: candidate.map(({ path }) => path), baseline: baseline.map(({ path }) => path) },
    });
  }
  return evaluated;
}

function readAll(files: readonly string[]) {
  return Promise.all(files.map(readRunFile));
}
