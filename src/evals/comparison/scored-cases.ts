import type { CaseResult, EvalRun } from '../run.ts';

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

/** Gathers what a scorer said, by case. Ordered by case id and sample, so that the order of rows can never change a figure. */
export function scoredCases(run: EvalRun, scorer: string): ScoredCase[] {
  const byCase = new Map<string, CaseResult[]>();
  for (const result of run.results) {
    const samples = byCase.get(result.caseId);
    if (samples === undefined) byCase.set(result.caseId, [result]);
    else samples.push(result);
  }
  return [...byCase.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, samples]) => scoredCase(samples, scorer))
    .filter((scored) => scored !== undefined);
}

function scoredCase(unordered: readonly CaseResult[], scorer: string): ScoredCase | undefined {
  const samples = unordered.toSorted((left, right) => left.sample - right.sample);
  const [first] = samples;
  if (first === undefined) return undefined;
  const { caseId, label, tags, group } = first;
  const scored = samples
    .flatMap((sample) => sample.scores)
    .flatMap((score) => (score.scorer === scorer && 'score' in score ? [score] : []));
  const reason = scored.find(({ pass }) => !pass)?.reason;
  const error = samples.map((sample) => sampleError(sample, scorer)).find((message) => message !== undefined);
  return {
    caseId,
    label,
    tags,
    ...(group !== undefined && { group }),
    scores: scored.map(({ score }) => score),
    passes: scored.map(({ pass }) => pass),
    values: scored.flatMap(({ value }) => (value === undefined ? [] : [value])),
    ...(reason !== undefined && { reason }),
    ...(error !== undefined && { error }),
  };
}

/** Why a sample has no score of this scorer; undefined when it has one. */
function sampleError(sample: CaseResult, scorer: string): string | undefined {
  if (sample.error !== undefined) return sample.error.message;
  const score = sample.scores.find((candidate) => candidate.scorer === scorer);
  if (score === undefined) return 'no score';
  return 'error' in score ? score.error : undefined;
}
