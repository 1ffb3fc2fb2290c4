import type { Estimate } from '../comparison/comparison.ts';
import { type ScoredCase, scoredCases } from '../comparison/scored-cases.ts';
import { type ScorerFigures, scorerFigures } from '../comparison/scorer-figures.ts';
import type { EvalRun } from '../run.ts';
import { boundText, keepsBound } from './bound-check.ts';
import { amountText, dollarText, figureText } from './figure-text.ts';
import type { Bound, Gate, ScorerGate } from './gate.ts';
import { listed } from './listed.ts';
import type { CheckKind, GateCheck } from './verdict.ts';

/** Checks what the gate asks of the candidate alone: figures per scorer, protected cases, the budget. */
export function absoluteChecks(run: EvalRun, gate: Gate): GateCheck[] {
  const cases = new Map([...gate.scorers.keys()].map((scorer) => [scorer, scoredCases(run, scorer)]));
  return [
    ...[...gate.scorers].flatMap(([scorer, asked]) => scorerChecks(scorer, asked, scorerFigures(cases.get(scorer) ?? []))),
    ...gate.mustPassTags.map((tag) => tagCheck(tag, cases)),
    ...(gate.maxCost === undefined ? [] : [costCheck(run, gate.maxCost)]),
  ];
}

function scorerChecks(scorer: string, gate: ScorerGate, figures: ScorerFigures): GateCheck[] {
  return [
    ...boundCheck('mean', scorer, gate.mean, figures.mean),
    ...boundCheck('pass-rate', scorer, gate.passRate, figures.passRate),
    ...percentileCheck('p50', scorer, gate.p50, figures.p50),
    ...percentileCheck('p95', scorer, gate.p95, figures.p95),
  ];
}

function boundCheck(kind: CheckKind, scorer: string, bound: Bound | undefined, estimate: Estimate | undefined): GateCheck[] {
  if (bound === undefined || estimate === undefined) return [];
  const { value, low, high } = estimate;
  return [
    judged(
      { kind, scorer, asked: boundText(bound), observed: value },
      keepsBound(value, bound),
      `${figureText(value)} (95 %: ${figureText(low)} … ${figureText(high)})`,
    ),
  ];
}

function percentileCheck(kind: CheckKind, scorer: string, bound: Bound | undefined, figure: number | undefined): GateCheck[] {
  if (bound === undefined || figure === undefined) return [];
  return [judged({ kind, scorer, asked: boundText(bound), observed: figure }, keepsBound(figure, bound), figureText(figure))];
}

/** A case that could not be scored has not shown that it passes. */
function tagCheck(tag: string, cases: ReadonlyMap<string, readonly ScoredCase[]>): GateCheck {
  const isProtected = ({ tags }: ScoredCase) => tags.includes(tag);
  const failing = new Map(
    [...cases.values()].flatMap((scored) =>
      scored
        .filter((one) => isProtected(one) && (one.error !== undefined || !one.passes.every(Boolean)))
        .map((one) => [one.caseId, one.label]),
    ),
  );
  const reason = failing.size === 0 ? 'every one does' : `${amountText(failing.size, 'case')} not: ${listed([...failing.values()])}`;
  return judged({ kind: 'must-pass', asked: `every case tagged "${tag}" passes`, observed: failing.size }, failing.size === 0, reason);
}

function costCheck(run: EvalRun, maxCost: number): GateCheck {
  const cost = run.results.reduce((sum, { answer }) => sum + (answer?.cost ?? 0), 0);
  const bound: Bound = { operator: '<=', value: maxCost };
  return judged({ kind: 'cost', asked: `<= ${dollarText(maxCost)}`, observed: cost }, keepsBound(cost, bound), dollarText(cost));
}

function judged(check: Pick<GateCheck, 'kind' | 'scorer' | 'asked' | 'observed'>, isKept: boolean, reason: string): GateCheck {
  return { ...check, verdict: isKept ? 'pass' : 'fail', blocks: !isKept, reason };
}
