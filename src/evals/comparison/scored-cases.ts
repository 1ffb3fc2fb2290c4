import type { CaseResult, RunSubject } from '../run.ts';
import { orderedResults } from './ordered-results.ts';

/** One case under one scorer in one run, its repeats gathered. */
export interface ScoredCase {
  readonly caseId: string;
  readonly label: string;
  readonly tags: readonly string[];
  readonly group?: string;
  /** One per repeat that was scored, in the order of the samples. */
  readonly scores: readonly number[];
  readonly passes: readonly boolean[];
  /** The raw figures of a scorer that measures. */
  readonly values: readonly number[];
  /** What the scorer said of the first repeat that failed. */
  readonly reason?: string;
  /** Why the first repeat without a score has none. */
  readonly error?: string;
}

/** As much of a run, or of a part of one, as says what was scored. */
interface ScoredRun {
  readonly subject: Pick<RunSubject, 'scorers'>;
  readonly results: readonly CaseResult[];
}

/** Several parts of a verdict look at the cases of one run, and they take more memory than all else: gathered once. */
const gathered = new WeakMap<readonly CaseResult[], Map<string, ScoredCase[]>>();

/** Gathers what every scorer of a run said, by case, in the order of case ids. */
export function scoredCases({ subject, results }: ScoredRun): ReadonlyMap<string, readonly ScoredCase[]> {
  const known = gathered.get(results) ?? new Map<string, ScoredCase[]>();
  gathered.set(results, known);
  const missing = [...subject.scorers.keys()].filter((scorer) => !known.has(scorer));
  if (missing.length > 0) gather(orderedResults(results), missing, known);
  return new Map([...subject.scorers.keys()].map((scorer) => [scorer, known.get(scorer) ?? []]));
}

function gather(ordered: readonly CaseResult[], scorers: readonly string[], into: Map<string, ScoredCase[]>): void {
  const columns = scorers.map((scorer): [string, ScoredCase[]] => [scorer, []]);
  for (let start = 0; start < ordered.length; ) {
    let end = start + 1;
    while (end < ordered.length && ordered[end]?.caseId === ordered[start]?.caseId) end += 1;
    const samples = ordered.slice(start, end);
    let plain: ScoredCase | undefined;
    for (const [scorer, cases] of columns) {
      const scored = scoredCase(samples, scorer);
      if (isPlain(scored)) plain ??= scored;
      cases.push(isPlain(scored) ? (plain as ScoredCase) : scored);
    }
    start = end;
  }
  for (const [scorer, cases] of columns) into.set(scorer, cases);
}

/** One sample that passed outright: most scorers say just that of most cases, and one object will do for all of them. */
function isPlain({ scores, passes, values, reason, error }: ScoredCase): boolean {
  return scores === SINGLE.get(1) && passes === SINGLE.get(true) && values === NONE && reason === undefined && error === undefined;
}

function scoredCase(samples: readonly CaseResult[], scorer: string): ScoredCase {
  const { caseId, label, tags, group } = samples[0] as CaseResult;
  const scores: number[] = [];
  const passes: boolean[] = [];
  const values: number[] = [];
  let reason: string | undefined;
  let error: string | undefined;
  for (const sample of samples) {
    const said = sample.scores.find((score) => score.scorer === scorer);
    if (said === undefined || 'error' in said) {
      error ??= sample.error?.message ?? said?.error ?? 'no score';
      continue;
    }
    scores.push(said.score);
    passes.push(said.pass);
    if (said.value !== undefined) values.push(said.value);
    if (!said.pass) reason ??= said.reason;
  }
  const gathered = { caseId, label, tags, scores: shared(scores), passes: shared(passes), values: values.length === 0 ? NONE : values };
  // Without the spread where it adds nothing: it makes an object larger.
  if (group === undefined && reason === undefined && error === undefined) return gathered;
  return {
    ...gathered,
    ...(group !== undefined && { group }),
    ...(reason !== undefined && { reason }),
    ...(error !== undefined && { error }),
  };
}

/** What most cases have: one sample, which passed or failed outright. One list for all of them. */
const NONE: readonly never[] = [];
const SINGLE = new Map<number | boolean, readonly (number | boolean)[]>([0, 1, true, false].map((only) => [only, [only]]));

function shared<Value extends number | boolean>(list: readonly Value[]): readonly Value[] {
  const [only] = list;
  return only === undefined || list.length > 1 ? list : ((SINGLE.get(only) as readonly Value[] | undefined) ?? list);
}
