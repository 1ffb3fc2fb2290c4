import type { CaseChange, CaseComparison, CaseScore } from './comparison.ts';
import { caseScore, type Pair, pairOf } from './pair.ts';
import type { ScoredCase } from './scored-cases.ts';

/** Means of equal scores may differ in the last bits; that is no change. */
const SAME = 1e-9;

/** Says of every case of either run how it moved, ordered by case id. */
export function compareCases(candidate: readonly ScoredCase[], baseline: readonly ScoredCase[]): CaseComparison[] {
  return matched(candidate, baseline).map(compareCase);
}

/** The cases that are scored on both sides in every repeat, by one figure of each. */
export function scoredPairs(
  candidate: readonly ScoredCase[],
  baseline: readonly ScoredCase[],
  figureOf: (scored: ScoredCase) => number,
): Pair[] {
  return matched(candidate, baseline).flatMap(({ candidate: now, baseline: before }) =>
    isScored(now) && isScored(before) ? [pairOf(before, now, figureOf)] : [],
  );
}

/** One case id with what either run says of it; at least one does. */
interface Match {
  readonly caseId: string;
  readonly label: string;
  readonly tags: readonly string[];
  readonly candidate: ScoredCase | undefined;
  readonly baseline: ScoredCase | undefined;
}

function matched(candidate: readonly ScoredCase[], baseline: readonly ScoredCase[]): Match[] {
  const now = new Map(candidate.map((scored) => [scored.caseId, scored]));
  const before = new Map(baseline.map((scored) => [scored.caseId, scored]));
  const either = new Map([...before, ...now]);
  return [...either.values()]
    .map(({ caseId, label, tags }) => ({ caseId, label, tags, candidate: now.get(caseId), baseline: before.get(caseId) }))
    .sort((left, right) => (left.caseId < right.caseId ? -1 : 1));
}

function isScored(scored: ScoredCase | undefined): scored is ScoredCase {
  return scored !== undefined && scored.error === undefined && scored.scores.length > 0;
}

function compareCase({ caseId, label, tags, candidate, baseline }: Match): CaseComparison {
  const error = candidate?.error ?? baseline?.error;
  return {
    caseId,
    label,
    tags,
    change: changeOf(candidate, baseline),
    ...(isScored(baseline) && { baseline: scoreOf(baseline) }),
    ...(isScored(candidate) && { candidate: scoreOf(candidate) }),
    ...(error !== undefined && { error }),
  };
}

function changeOf(candidate: ScoredCase | undefined, baseline: ScoredCase | undefined): CaseChange {
  if (candidate === undefined) return 'removed';
  if (!isScored(candidate)) return 'errored';
  if (baseline === undefined) return 'new';
  if (!isScored(baseline)) return 'errored';
  const delta = caseScore(candidate) - caseScore(baseline);
  if (Math.abs(delta) <= SAME) return 'stable';
  return delta > 0 ? 'improved' : 'regressed';
}

function scoreOf(scored: ScoredCase): CaseScore {
  return { score: caseScore(scored), pass: scored.passes.every(Boolean), ...(scored.reason !== undefined && { reason: scored.reason }) };
}
