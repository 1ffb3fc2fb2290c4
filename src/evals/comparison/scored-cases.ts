import type { CaseResult, RunSubject } from '../run.ts';

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

/**
 * Gathers what every scorer of a run said, by case.
 *
 * Ordered by case id and sample, so that the order in which results were written can never change a figure.
 */
export function scoredCases({ subject, results }: ScoredRun): Map<string, ScoredCase[]> {
  const cases = [...samplesByCase(results).entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, samples]) => samples.sort((left, right) => left.sample - right.sample));
  return new Map([...subject.scorers.keys()].map((scorer) => [scorer, cases.flatMap((samples) => scoredCase(samples, scorer))]));
}

function samplesByCase(results: readonly CaseResult[]): Map<string, CaseResult[]> {
  const byCase = new Map<string, CaseResult[]>();
  for (const result of results) {
    const samples = byCase.get(result.caseId);
    if (samples === undefined) byCase.set(result.caseId, [result]);
    else samples.push(result);
  }
  return byCase;
}

function scoredCase(samples: readonly CaseResult[], scorer: string): ScoredCase[] {
  const [first] = samples;
  if (first === undefined) return [];
  const { caseId, label, tags, group } = first;
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
  const noted = { ...(group !== undefined && { group }), ...(reason !== undefined && { reason }), ...(error !== undefined && { error }) };
  return [{ caseId, label, tags, scores, passes, values, ...noted }];
}
