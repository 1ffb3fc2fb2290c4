import type { Estimate } from '../../comparison/comparison.ts';
import { scoredCases } from '../../comparison/scored-cases.ts';
import { type ScorerFigures, scorerFigures } from '../../comparison/scorer-figures.ts';
import type { EvalRun } from '../../run.ts';
import { dollarText, figureText } from '../figure-text.ts';
import { askedOf, type Bound, type Gate, type ScorerGate } from '../rules/gate.ts';
import type { CheckKind, GateCheck } from '../verdict.ts';
import { boundText, keepsBound } from './bound-check.ts';
import { checked } from './checked.ts';
import { mustPassChecks } from './must-pass-checks.ts';

/** Checks what the gate asks of the candidate alone: figures per scorer and slice, protected cases, the budget. */
export function absoluteChecks(run: EvalRun, gate: Gate): GateCheck[] {
  const cases = scoredCases(run);
  return [
    ...askedOf(gate).flatMap(({ scorer, tag, asked }) => {
      const scored = cases.get(scorer) ?? [];
      const judgedCases = tag === undefined ? scored : scored.filter(({ tags }) => tags.includes(tag));
      return figureChecks({ scorer, ...(tag !== undefined && { tag }) }, asked, scorerFigures(judgedCases));
    }),
    ...mustPassChecks(run, gate),
    ...(gate.maxCost === undefined ? [] : [costCheck(run, gate.maxCost)]),
  ];
}

/** What a check of figures is about. */
type About = Pick<GateCheck, 'scorer' | 'tag'>;

function figureChecks(about: About, gate: ScorerGate, { mean, passRate, p50, p95 }: ScorerFigures): GateCheck[] {
  return [
    ...boundCheck('mean', about, gate.mean, mean?.value, estimateText(mean)),
    ...boundCheck('pass-rate', about, gate.passRate, passRate?.value, estimateText(passRate)),
    ...boundCheck('p50', about, gate.p50, p50),
    ...boundCheck('p95', about, gate.p95, p95),
  ];
}

/** A figure that is not there keeps no bound. */
function boundCheck(kind: CheckKind, about: About, bound: Bound | undefined, figure: number | undefined, reason?: string): GateCheck[] {
  if (bound === undefined) return [];
  const check = { kind, ...about, asked: boundText(bound) };
  if (figure === undefined) return [checked(check, false, 'there is no such figure')];
  return [checked({ ...check, observed: figure }, keepsBound(figure, bound), reason ?? figureText(figure))];
}

function estimateText(estimate: Estimate | undefined): string | undefined {
  return estimate && `${figureText(estimate.value)} (95 %: ${figureText(estimate.low)} … ${figureText(estimate.high)})`;
}

function costCheck(run: EvalRun, maxCost: number): GateCheck {
  const cost = run.results.reduce((sum, { answer }) => sum + (answer?.cost ?? 0), 0);
  const bound: Bound = { operator: '<=', value: maxCost };
  return checked({ kind: 'cost', asked: `<= ${dollarText(maxCost)}`, observed: cost }, keepsBound(cost, bound), dollarText(cost));
}
