import type { Comparison, PairedStatistics, ScorerComparison } from '../../comparison/comparison.ts';
import { amountText, figureText, percentText, pStatement } from '../figure-text.ts';
import { askedOf, type Gate, type RegressionRule } from '../rules/gate.ts';
import type { GateCheck } from '../verdict.ts';
import { checked } from './checked.ts';
import { listed } from './listed.ts';

/** Checks the candidate against the baseline, scorer by scorer and slice by slice: the regression rule, then protected cases. */
export function regressionChecks({ scorers, slices }: Comparison, gate: Gate): GateCheck[] {
  return askedOf(gate).flatMap(({ scorer, tag, asked }) => {
    const whole = scorers.find((one) => one.scorer === scorer);
    const slice = slices.find((one) => one.scorer === scorer && one.tag === tag);
    const statistics = (tag === undefined ? whole : slice)?.statistics;
    const about = { scorer, ...(tag !== undefined && { tag }) };
    return [
      ...(asked.regression !== undefined && statistics !== undefined ? [regressionCheck(about, asked.regression, statistics)] : []),
      ...(asked.strict === true && whole !== undefined ? [strictCheck(about, whole)] : []),
    ];
  });
}

/** What a regression rule asks, as a person would say it. */
export function regressionAsked({ metric, maxDrop, confidence }: RegressionRule): string {
  return `${metric === 'passRate' ? 'pass rate ' : ''}drop <= ${figureText(maxDrop)} at ${percentText(confidence)}`;
}

export const STRICT_ASKED = 'no case that passed fails';

/** What a check is about: a scorer, on all cases or on those of a tag. */
type About = Required<Pick<GateCheck, 'scorer'>> & Pick<GateCheck, 'tag'>;

/**
 * A drop fails when it is both surely real and larger than accepted, passes when a larger one than accepted is ruled out,
 * and is inconclusive otherwise: too few cases to tell is not the same as no regression.
 */
function regressionCheck(about: About, rule: RegressionRule, statistics: PairedStatistics): GateCheck {
  const drop = -statistics.delta.value;
  const verdict = regressionVerdict(drop, rule, statistics);
  return {
    kind: 'regression',
    ...about,
    asked: regressionAsked(rule),
    observed: drop,
    verdict,
    blocks: verdict === 'fail' || (verdict === 'inconclusive' && rule.onInconclusive === 'fail'),
    reason: REASONS[verdict](rule, statistics),
  };
}

function regressionVerdict(drop: number, rule: RegressionRule, { largestDrop, p, adjustedP = p }: PairedStatistics): GateCheck['verdict'] {
  if (adjustedP < 1 - rule.confidence && drop > rule.maxDrop) return 'fail';
  return largestDrop <= rule.maxDrop ? 'pass' : 'inconclusive';
}

const REASONS: Readonly<Record<GateCheck['verdict'], (rule: RegressionRule, statistics: PairedStatistics) => string>> = {
  fail: (_rule, { baseline, candidate, delta, pairs, p, adjustedP = p }) =>
    `${figureText(baseline.value)} → ${figureText(candidate.value)}, a drop of ${figureText(-delta.value)} over ${amountText(pairs, 'pair')} (${pStatement(adjustedP)})`,
  pass: (rule, { largestDrop, pairs }) =>
    largestDrop <= 0
      ? `better than the baseline at ${percentText(rule.confidence)}, over ${amountText(pairs, 'pair')}`
      : `a drop above ${figureText(largestDrop)} is ruled out, over ${amountText(pairs, 'pair')}`,
  inconclusive: inconclusiveReason,
};

function inconclusiveReason({ maxDrop }: RegressionRule, { pairs, largestDrop, detectableDrop, neededPairs }: PairedStatistics): string {
  const open = `a drop up to ${figureText(largestDrop)} is not ruled out`;
  if (neededPairs === undefined) return `${open}, and no number of cases can rule out every drop; accept a small one`;
  if (neededPairs <= pairs) return `${open}, and the observed one is too near ${figureText(maxDrop)} to tell`;
  const shows = detectableDrop === undefined ? 'no drop' : `a drop of ${figureText(detectableDrop)}`;
  return `${open}: ${amountText(pairs, 'pair')} can show ${shows}; to rule out ${figureText(maxDrop)} takes about ${neededPairs}`;
}

/** A protected case that lost its score has not shown that it still passes. */
function strictCheck(about: About, { cases }: ScorerComparison): GateCheck {
  const { tag } = about;
  const asked = tag === undefined ? cases : cases.filter(({ tags }) => tags.includes(tag));
  const lost = asked.filter(({ change, baseline, candidate }) => {
    if (baseline?.pass !== true) return false;
    return candidate === undefined ? change === 'errored' : !candidate.pass;
  });
  const isKept = lost.length === 0;
  const reason = isKept ? 'none does' : `${amountText(lost.length, 'case')} not: ${listed(lost.map(({ label }) => label))}`;
  return checked({ kind: 'strict', ...about, asked: STRICT_ASKED, observed: lost.length }, isKept, reason);
}
