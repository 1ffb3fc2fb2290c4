import type { RegressionRule } from '../gate/rules/gate.ts';
import type { EvalRun } from '../run.ts';
import { benjaminiHochberg } from '../statistics/benjamini-hochberg.ts';
import { holm } from '../statistics/holm.ts';
import { binaryDifference } from './binary-difference.ts';
import { compareCases, scoredPairs } from './compare-cases.ts';
import type { CaseChange, CaseComparison, Comparison, PairedStatistics, ScorerComparison, SliceComparison } from './comparison.ts';
import { meanDifference } from './mean-difference.ts';
import { meanEstimate } from './mean-estimate.ts';
import { casePassRate, caseScore, type Pair } from './pair.ts';
import { scoredCases } from './scored-cases.ts';
import { casesTagged, type ScoredRuns, slicedTags } from './slices.ts';

/** A regression rule, for all cases or for those of one tag. */
export interface ComparedRule {
  readonly scorer: string;
  /** Absent: all cases. */
  readonly tag?: string;
  readonly rule: RegressionRule;
}

export interface CompareOptions {
  /** These gate, so their p-values are adjusted for each other. */
  readonly rules?: readonly ComparedRule[];
  /** Seed of the sign flips; the candidate's when absent. */
  readonly seed?: number;
}

const DEFAULT_CONFIDENCE = 0.95;

/**
 * Compares two runs case by case and scorer by scorer, for every scorer of the candidate; then by tag.
 *
 * Cases are paired by content id and their repeats averaged first. A case without a score on either side is `errored`
 * and counted apart. The order of the results changes nothing.
 */
export function compareRuns(candidate: EvalRun, baseline: EvalRun, options: CompareOptions = {}): Comparison {
  const { rules = [], seed = candidate.subject.seed } = options;
  const before = scoredCases(askedNow(baseline, candidate));
  const columns = [...scoredCases(candidate)].map(([scorer, cases]) => ({ scorer, candidate: cases, baseline: before.get(scorer) ?? [] }));
  const asked = { rules, seed };
  const scorers = columns.map((column) => compareScorer(column, asked));
  const slices = slicedTags(columns[0]?.candidate ?? [], rules).flatMap((tag) => columns.map((column) => compareSlice(column, tag, asked)));
  const adjusted = holmOf([...scorers, ...slices], rules);
  return {
    scorers: scorers.map((compared) => withAdjustedP(compared, adjusted)),
    slices: ranked(slices.map((compared) => withAdjustedP(compared, adjusted))),
    seed,
  };
}

/** Where only some of the cases were asked now, the others of an earlier run were not removed. */
function askedNow(baseline: EvalRun, { subject, results }: EvalRun): EvalRun {
  if (subject.filter === undefined) return baseline;
  const asked = new Set(results.map(({ caseId }) => caseId));
  return { ...baseline, results: baseline.results.filter(({ caseId }) => asked.has(caseId)) };
}

/** What one scorer said in both runs. */
interface Column extends ScoredRuns {
  readonly scorer: string;
}

type Asked = Required<CompareOptions>;

function compareScorer(column: Column, asked: Asked): ScorerComparison {
  const { scorer } = column;
  const cases = compareCases(column.candidate, column.baseline);
  return {
    scorer,
    cases,
    counts: countChanges(cases),
    newFailures: cases.filter(({ baseline: before, candidate: after }) => before?.pass === true && after?.pass === false),
    newPasses: cases.filter(({ baseline: before, candidate: after }) => before?.pass === false && after?.pass === true),
    ...statisticsOf(column, ruleFor(asked.rules, scorer), asked),
  };
}

function compareSlice(column: Column, tag: string, asked: Asked): SliceComparison {
  const { scorer } = column;
  const slice = casesTagged(tag, column);
  return {
    tag,
    scorer,
    counts: countChanges(compareCases(slice.candidate, slice.baseline)),
    ...statisticsOf(slice, ruleFor(asked.rules, scorer, tag), asked),
  };
}

function statisticsOf(runs: ScoredRuns, rule: RegressionRule | undefined, { rules, seed }: Asked): { statistics?: PairedStatistics } {
  const metric = rule?.metric ?? 'mean';
  const pairs = scoredPairs(runs.candidate, runs.baseline, metric === 'passRate' ? casePassRate : caseScore);
  const baseline = meanEstimate(pairs, (pair) => pair.baseline);
  const candidate = meanEstimate(pairs, (pair) => pair.candidate);
  if (baseline === undefined || candidate === undefined) return {};
  const confidence = rule?.confidence ?? DEFAULT_CONFIDENCE;
  const question = { confidence, seed, rules: rule === undefined ? 1 : rules.length, ...(rule !== undefined && { maxDrop: rule.maxDrop }) };
  const method = isBinary(pairs) ? 'binary' : 'mean';
  const difference = method === 'binary' ? binaryDifference(pairs, question) : meanDifference(pairs, question);
  return { statistics: { metric, method, pairs: pairs.length, baseline, candidate, confidence, ...difference } };
}

/** One sample of 0 or 1 on each side, and no two cases of one group: what McNemar's test is about. */
function isBinary(pairs: readonly Pair[]): boolean {
  const groups = pairs.flatMap(({ group }) => (group === undefined ? [] : [group]));
  return new Set(groups).size === groups.length && pairs.every((pair) => pair.isBinary);
}

function ruleFor(rules: readonly ComparedRule[], scorer: string, tag?: string): RegressionRule | undefined {
  return rules.find((rule) => rule.scorer === scorer && rule.tag === tag)?.rule;
}

/** A comparison of all cases, or of a slice. */
type Compared = ScorerComparison | SliceComparison;

function holmOf(compared: readonly Compared[], rules: readonly ComparedRule[]): Map<PairedStatistics, number> {
  const gating = compared.flatMap((one) => {
    const isGating = ruleFor(rules, one.scorer, 'tag' in one ? one.tag : undefined) !== undefined;
    return isGating && one.statistics !== undefined ? [one.statistics] : [];
  });
  const adjusted = holm(gating.map(({ p }) => p));
  return new Map(gating.map((statistics, index) => [statistics, adjusted[index] ?? statistics.p]));
}

function withAdjustedP<One extends Compared>(compared: One, adjusted: ReadonlyMap<PairedStatistics, number>): One {
  const adjustedP = compared.statistics && adjusted.get(compared.statistics);
  return adjustedP === undefined ? compared : { ...compared, statistics: { ...compared.statistics, adjustedP } };
}

/** The likeliest regressions first, then by name. */
function ranked(slices: readonly SliceComparison[]): SliceComparison[] {
  const compared = slices.filter(({ statistics }) => statistics !== undefined);
  const adjusted = benjaminiHochberg(compared.map(({ statistics }) => statistics?.p ?? 1));
  const withP = new Map(compared.map((slice, index) => [slice, adjusted[index] ?? 1]));
  const names = ({ tag, scorer }: SliceComparison) => `${tag} ${scorer}`;
  return slices
    .map((slice) => {
      const rankingP = withP.get(slice);
      return rankingP === undefined ? slice : { ...slice, rankingP };
    })
    .sort((left, right) => (left.statistics?.p ?? 2) - (right.statistics?.p ?? 2) || (names(left) < names(right) ? -1 : 1));
}

function countChanges(cases: readonly CaseComparison[]): Record<CaseChange, number> {
  const counts: Record<CaseChange, number> = { improved: 0, stable: 0, regressed: 0, new: 0, removed: 0, errored: 0 };
  for (const { change } of cases) counts[change] += 1;
  return counts;
}
