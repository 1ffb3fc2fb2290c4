import type { RegressionRule } from '../gate/gate.ts';
import type { EvalRun } from '../run.ts';
import { holm } from '../statistics/holm.ts';
import { binaryDifference } from './binary-difference.ts';
import { compareCases, scoredPairs } from './compare-cases.ts';
import type { CaseChange, CaseComparison, Comparison, PairedStatistics, ScorerComparison } from './comparison.ts';
import { meanDifference } from './mean-difference.ts';
import { meanEstimate } from './mean-estimate.ts';
import { caseScore, type Pair } from './pair.ts';
import { type ScoredCase, scoredCases } from './scored-cases.ts';

export interface CompareOptions {
  /** Regression rules by scorer: these gate, so their p-values are adjusted for each other. */
  readonly rules?: ReadonlyMap<string, RegressionRule>;
  /** Seed of the sign flips; the candidate's when absent. */
  readonly seed?: number;
}

const DEFAULT_CONFIDENCE = 0.95;
const NO_RULES: ReadonlyMap<string, RegressionRule> = new Map();

/**
 * Compares two runs case by case and scorer by scorer, for every scorer of the candidate.
 *
 * Cases are paired by content id and their repeats averaged first. A case without a score on either side is `errored`
 * and counted apart. The order of the results changes nothing.
 */
export function compareRuns(candidate: EvalRun, baseline: EvalRun, options: CompareOptions = {}): Comparison {
  const { rules = NO_RULES, seed = candidate.subject.seed } = options;
  const before = scoredCases(baseline);
  const scorers = [...scoredCases(candidate)].map(([scorer, cases]) =>
    compareScorer(scorer, cases, before.get(scorer) ?? [], { rule: rules.get(scorer), seed }),
  );
  return { scorers: withAdjustedP(scorers, rules), seed };
}

interface ScorerOptions {
  readonly rule: RegressionRule | undefined;
  readonly seed: number;
}

function compareScorer(
  scorer: string,
  candidate: readonly ScoredCase[],
  baseline: readonly ScoredCase[],
  options: ScorerOptions,
): ScorerComparison {
  const cases = compareCases(candidate, baseline);
  const statistics = pairedStatistics(scoredPairs(candidate, baseline), options);
  return {
    scorer,
    cases,
    counts: countChanges(cases),
    newFailures: cases.filter(({ baseline: before, candidate: now }) => before?.pass === true && now?.pass === false),
    newPasses: cases.filter(({ baseline: before, candidate: now }) => before?.pass === false && now?.pass === true),
    ...(statistics !== undefined && { statistics }),
  };
}

function pairedStatistics(pairs: readonly Pair[], { rule, seed }: ScorerOptions): PairedStatistics | undefined {
  const [baseline, candidate] = (['baseline', 'candidate'] as const).map((side) => {
    const cases = pairs.map((pair) => pair[side]);
    return meanEstimate(cases, caseScore);
  });
  if (baseline === undefined || candidate === undefined) return undefined;
  const method = isBinary(pairs) ? 'binary' : 'mean';
  const confidence = rule?.confidence ?? DEFAULT_CONFIDENCE;
  const question = { confidence, seed, ...(rule !== undefined && { maxDrop: rule.maxDrop }) };
  const difference = method === 'binary' ? binaryDifference(pairs, question) : meanDifference(pairs, question);
  return { method, pairs: pairs.length, baseline, candidate, confidence, ...difference };
}

/** One sample of 0 or 1 on each side, and no two cases of one group: what McNemar's test is about. */
function isBinary(pairs: readonly Pair[]): boolean {
  const groups = pairs.flatMap(({ candidate }) => (candidate.group === undefined ? [] : [candidate.group]));
  if (new Set(groups).size < groups.length) return false;
  return pairs.every(({ baseline, candidate }) =>
    [baseline.scores, candidate.scores].every((scores) => scores.length === 1 && (scores[0] === 0 || scores[0] === 1)),
  );
}

function withAdjustedP(scorers: readonly ScorerComparison[], rules: ReadonlyMap<string, RegressionRule>): ScorerComparison[] {
  const gating = scorers.filter(({ scorer, statistics }) => rules.has(scorer) && statistics !== undefined);
  const adjusted = holm(gating.map(({ statistics }) => statistics?.p ?? 1));
  return scorers.map((comparison) => {
    const adjustedP = adjusted[gating.indexOf(comparison)];
    if (comparison.statistics === undefined || adjustedP === undefined) return comparison;
    return { ...comparison, statistics: { ...comparison.statistics, adjustedP } };
  });
}

function countChanges(cases: readonly CaseComparison[]): Record<CaseChange, number> {
  const counts: Record<CaseChange, number> = { improved: 0, stable: 0, regressed: 0, new: 0, removed: 0, errored: 0 };
  for (const { change } of cases) counts[change] += 1;
  return counts;
}
