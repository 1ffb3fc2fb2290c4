import { percentile } from '../statistics/percentile.ts';
import type { Estimate } from './comparison.ts';
import { meanEstimate } from './mean-estimate.ts';
import { casePassRate, caseScore } from './pair.ts';
import type { ScoredCase } from './scored-cases.ts';

/** The figures of one scorer over one run. */
export interface ScorerFigures {
  /** Cases with a score; the others are errors, counted apart. */
  readonly cases: number;
  /** Absent when no case has a score. */
  readonly mean?: Estimate;
  readonly passRate?: Estimate;
  /** Of the raw figures, over all samples; absent when the scorer does not measure. */
  readonly p50?: number;
  readonly p95?: number;
}

/** The gate asks for them and then the report, of the same cases: worked out once. */
const known = new WeakMap<readonly ScoredCase[], ScorerFigures>();

/** Sums up what one scorer said. Repeats are averaged first: the case is the unit. */
export function scorerFigures(cases: readonly ScoredCase[]): ScorerFigures {
  const figures = known.get(cases) ?? figuresOf(cases);
  known.set(cases, figures);
  return figures;
}

function figuresOf(cases: readonly ScoredCase[]): ScorerFigures {
  const isScored = ({ scores }: ScoredCase) => scores.length > 0;
  const scored = cases.every(isScored) ? cases : cases.filter(isScored);
  const values = scored.flatMap((one) => one.values);
  const figures = {
    mean: meanEstimate(scored, caseScore),
    passRate: meanEstimate(scored, casePassRate),
    p50: percentile(values, 0.5),
    p95: percentile(values, 0.95),
  };
  return { cases: scored.length, ...present(figures) };
}

/** The members that have a value: an absent figure is absent, not undefined. */
function present<Members extends object>(members: Members): { [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined)) as never;
}
