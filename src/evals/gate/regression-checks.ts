import type { CaseComparison, Comparison, PairedStatistics, ScorerComparison } from '../comparison/comparison.ts';
import { amountText, figureText, percentText, pStatement } from './figure-text.ts';
import type { Gate, RegressionRule } from './gate.ts';
import { listed } from './listed.ts';
import type { GateCheck } from './verdict.ts';

/** Checks the candidate against the baseline, scorer by scorer: the regression rule, then protected cases. */
export function regressionChecks(comparison: Comparison, gate: Gate): GateCheck[] {
  return comparison.scorers.flatMap((compared) => {
    const asked = gate.scorers.get(compared.scorer);
    const { statistics } = compared;
    return [
      ...(asked?.regression !== undefined && statistics !== undefined
        ? [regressionCheck(compared.scorer, asked.regression, statistics)]
        : []),
      ...(asked?.strict === true ? [strictCheck(compared)] : []),
    ];
  });
}

/**
 * A drop fails when it is both surely real and larger than accepted, passes when a larger one than accepted is ruled out,
 * and is inconclusive otherwise: too few cases to tell is not the same as no regression.
 */
function regressionCheck(scorer: string, rule: RegressionRule, statistics: PairedStatistics): GateCheck {
  const drop = -statistics.delta.value;
  const verdict = regressionVerdict(drop, rule, statistics);
  return {
    kind: 'regression',
    scorer,
    asked: `drop <= ${figureText(rule.maxDrop)} at ${percentText(rule.confidence)}`,
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
  const sees = detectableDrop === undefined ? 'no drop at all' : `a drop of ${figureText(detectableDrop)}`;
  return `${open}: ${amountText(pairs, 'pair')} can show ${sees}, showing ${figureText(maxDrop)} takes about ${neededPairs}`;
}

/** A protected case that lost its score has not shown that it still passes. */
function strictCheck({ scorer, cases, newFailures }: ScorerComparison): GateCheck {
  const unscored = cases.filter(
    ({ change, baseline, candidate }) => change === 'errored' && baseline?.pass === true && candidate === undefined,
  );
  const lost: readonly CaseComparison[] = [...newFailures, ...unscored];
  const isKept = lost.length === 0;
  return {
    kind: 'strict',
    scorer,
    asked: 'no case that passed fails',
    observed: lost.length,
    verdict: isKept ? 'pass' : 'fail',
    blocks: !isKept,
    reason: isKept ? 'none does' : `${amountText(lost.length, 'case')} not: ${listed(lost.map(({ label }) => label))}`,
  };
}
