import type { ScoredCase } from './scored-cases.ts';

/** Tags compared at most: a tag of its own for every case is no slice. Those that a rule names are compared whatever their number. */
const MOST_TAGS = 50;

/** The tags whose cases are looked at on their own: those named, and the most frequent others that at least two cases bear. */
export function slicedTags(cases: readonly ScoredCase[], named: readonly { readonly tag?: string }[]): string[] {
  const frequent = [...tagCounts(cases)]
    .filter(([, count]) => count > 1)
    .sort(([left, many], [right, more]) => more - many || (left < right ? -1 : 1))
    .slice(0, MOST_TAGS)
    .map(([tag]) => tag);
  return [...new Set([...named.flatMap(({ tag }) => (tag === undefined ? [] : [tag])), ...frequent])];
}

/** The cases of one scorer in both runs. */
export interface ScoredRuns {
  readonly candidate: readonly ScoredCase[];
  readonly baseline: readonly ScoredCase[];
}

/** The cases that the candidate calls by this tag, in both runs: tags are no content, and the baseline may have had others. */
export function casesTagged(tag: string, { candidate, baseline }: ScoredRuns): ScoredRuns {
  const tagged = candidate.filter(({ tags }) => tags.includes(tag));
  const ids = new Set(tagged.map(({ caseId }) => caseId));
  return { candidate: tagged, baseline: baseline.filter(({ caseId }) => ids.has(caseId)) };
}

function tagCounts(cases: readonly ScoredCase[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const tag of cases.flatMap(({ tags }) => [...new Set(tags)])) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return counts;
}
