import type { EvalCase } from './eval-case.ts';

/** The cases that a suite selects, in the order of the file. They can be read any number of times, and need not be in memory. */
export interface CaseSource extends AsyncIterable<EvalCase> {
  readonly count: number;
}

/** Cases that are in memory already. */
export function casesInMemory(cases: readonly EvalCase[]): CaseSource {
  return {
    count: cases.length,
    async *[Symbol.asyncIterator]() {
      yield* cases;
    },
  };
}
