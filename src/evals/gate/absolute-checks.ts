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
  const cases = scoredCases(run);
  const gating = [...(gate.scorers.size > 0 ? gate.scorers : cases).keys()].flatMap((scorer) => cases.get(scorer) ?? []);
  return [
    ...[...gate.scorers].flatMap(([scorer, asked]) => scorerChecks(scorer, asked, scorerFigures(cases.get(scorer) ?? []))),
    ...gate.mustPassTags.map((tag) => tagCheck(tag, gating)),
    ...(gate.maxCost === undefined ? [] : [costCheck(run, gate.maxCost)]),
  ];
}

function scorerChecks(scorer: string, gate: ScorerGate, { mean, passRate, p50, p95 }: ScorerFigures): GateCheck[] {
  return [
    ...boundCheck('mean', scorer, gate.mean, mean?.value, estimateText(mean)),
    ...boundCheck('pass-rate', scorer, gate.passRate, passRate?.value, estimateText(passRate)),
    ...boundCheck('p50', scorer, gate.p50, p50),
    ...boundCheck('p95', scorer, gate.p95, p95),
  ];
}

/** A figure that is not there keeps no bound. */
function boundCheck(kind: CheckKind, scorer: string, bound: Bound | undefined, figure: number | undefined, reason?: string): GateCheck[] {
  if (bound === undefined) return [];
  const check = { kind, scorer, asked: boundText(bound) };
  if (figure === undefined) return [judged(check, false, 'there is no such figure')];
  return [judged({ ...check, observed: figure }, keepsBound(figure, bound), reason ?? figureText(figure))];
}

function estimateText(estimate: Estimate | undefined): string | undefined {
  return estimate && `${figureText(estimate.value)} (95 %: ${figureText(estimate.low)} … ${figureText(estimate.high)})`;
}

/** A case that could not be scored has not shown that it passes. */
function tagCheck(tag: string, cases: readonly ScoredCase[]): GateCheck {
  const isKept = ({ error, passes }: ScoredCase) => error === undefined && passes.every(Boolean);
  const failing = new Map(cases.filter((one) => one.tags.includes(tag) && !isKept(one)).map(({ caseId, label }) => [caseId, label]));
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
