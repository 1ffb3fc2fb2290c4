import type { CaseResult } from '../run.ts';

/** Verdict and report look at the results of a run in one order: sorted once. */
const known = new WeakMap<readonly CaseResult[], readonly CaseResult[]>();

/** Results by case id and sample, so that the order in which they were written can never change a figure. */
export function orderedResults(results: readonly CaseResult[]): readonly CaseResult[] {
  const ordered = known.get(results) ?? results.toSorted(byCaseAndSample);
  known.set(results, ordered);
  return ordered;
}

function byCaseAndSample(left: CaseResult, right: CaseResult): number {
  if (left.caseId === right.caseId) return left.sample - right.sample;
  return left.caseId < right.caseId ? -1 : 1;
}
