import type { CaseSource } from '../dataset/case-source.ts';
import type { EvalCase } from '../dataset/eval-case.ts';

/** As JSON, in characters: some ten thousand cases of a few words each, and some 20 MB of memory. */
const MOST_CHARACTERS = 8_000_000;

/**
 * The same cases, which are read only once while they are few: every run goes through them twice, before the first call and
 * for the calls. More than that is read again each time, in flat memory.
 */
export function keptCases(
  cases: AsyncIterable<EvalCase> & Pick<CaseSource, 'isInMemory'>,
  most = MOST_CHARACTERS,
): AsyncIterable<EvalCase> {
  if (cases.isInMemory) return cases;
  let kept: readonly EvalCase[] | undefined;
  return {
    async *[Symbol.asyncIterator]() {
      if (kept !== undefined) {
        yield* kept;
        return;
      }
      let gathered: EvalCase[] | undefined = [];
      let left = most;
      for await (const evalCase of cases) {
        if (gathered !== undefined) {
          left -= JSON.stringify(evalCase).length;
          if (left < 0) gathered = undefined;
          else gathered.push(evalCase);
        }
        yield evalCase;
      }
      kept = gathered;
    },
  };
}
