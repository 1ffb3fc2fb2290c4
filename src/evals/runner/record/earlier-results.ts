import type { CaseResult } from '../../run.ts';
import type { Spending } from '../calls/spending.ts';

/** What a stopped run left to go on from. */
export interface EarlierResults {
  /** The result of a sample, once; undefined for what is still to be asked. */
  take(caseId: string, sample: number): CaseResult | undefined;
}

interface Taking {
  readonly compact: (result: CaseResult) => CaseResult;
  readonly onResult: ((result: CaseResult) => void | Promise<void>) | undefined;
  readonly spending: Spending;
}

/**
 * Takes over the results of a run of the same subject: written to the new run as they were, and their cost counted, as
 * if the run had never stopped. What ended in an error is asked again.
 */
export async function earlierResults(
  earlier: AsyncIterable<CaseResult> | undefined,
  { compact, onResult, spending }: Taking,
): Promise<EarlierResults> {
  const results = new Map<string, CaseResult>();
  for await (const result of earlier ?? []) {
    const key = `${result.sample} ${result.caseId}`;
    if (!isWhole(result) || results.has(key)) continue;
    await onResult?.(result);
    spending.add(result.spent ?? 0);
    results.set(key, compact(result));
  }
  return {
    take(caseId, sample) {
      const key = `${sample} ${caseId}`;
      const known = results.get(key);
      results.delete(key);
      return known;
    },
  };
}

function isWhole({ error, scores }: CaseResult): boolean {
  return error === undefined && scores.every((score) => !('error' in score));
}
