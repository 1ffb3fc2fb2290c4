import { chiSquareTail } from '../../../base/statistics/chi-square-tail.ts';
import type { RolloutFile } from '../rollout-schema.ts';
import type { MetricFigures, RolloutFigures } from './metric-source.ts';
import type { Bounded, Guardrail, GuardrailVerdict, InconclusiveCause, RolloutVerdict } from './rollout-verdict.ts';
import { checkSplit } from './statistics/check-split.ts';
import { meanDifference } from './statistics/mean-difference.ts';
import { measured, NO_UNITS } from './statistics/unit-means.ts';

/** Chance that all guardrails of a rollout together ever call a variant worse that is not, or fine that is worse. */
export const ROLLOUT_ALPHA = 0.05;

/** Units that each side needs before the central limit theorem behind the bounds is believed. */
export const LEAST_UNITS = 100;

/** Below this chance one side lacks figures for another reason than luck. */
const UNEVEN = 0.001;

/**
 * Says what the figures show of a rollout: whether its units split as they should, and of each guardrail whether
 * each variant is worse, fine, or neither. May be asked at any time and as often as one likes.
 */
export function judgeRollout(rollout: RolloutFile, figures: RolloutFigures): RolloutVerdict {
  const weights = comparedWeights(rollout);
  const tried = Object.keys(weights).filter((id) => id !== 'control');
  const guardrails = rollout.guardrails ?? [];
  const plan = { alpha: ROLLOUT_ALPHA / Math.max(1, guardrails.length * tried.length), plannedUnits: plannedUnits(rollout) };
  return {
    split: checkSplit(weights, figures.exposed),
    guardrails: guardrails.flatMap((guardrail) => tried.map((variant) => judgeGuardrail({ guardrail, variant, figures, plan }))),
    smallestGroup: Math.min(...Object.keys(weights).map((id) => figures.exposed[id] ?? 0)),
    ...(figures.lastExposure === undefined ? {} : { lastExposure: figures.lastExposure }),
  };
}

/** How the compared units split: in an experiment by the weights, elsewhere control has as many as all variants. */
export function comparedWeights({ mode, variants }: RolloutFile): Readonly<Record<string, number>> {
  const own = Object.fromEntries(variants.map(({ id, weight }) => [id, weight]));
  if (mode === 'experiment') return own;
  return { control: variants.reduce((sum, { weight }) => sum + weight, 0), ...own };
}

/** Fixed by the file, so that the bounds are not tuned to what was seen: twice the most units that a step asks for. */
export function plannedUnits({ ramp }: RolloutFile): number {
  return 2 * Math.max(10 * LEAST_UNITS, ...(ramp ?? []).map(({ minUnits }) => minUnits ?? 0));
}

interface Asked {
  readonly guardrail: Guardrail;
  readonly variant: string;
  readonly figures: RolloutFigures;
  readonly plan: { readonly alpha: number; readonly plannedUnits: number };
}

function judgeGuardrail({ guardrail, variant, figures, plan }: Asked): GuardrailVerdict {
  const { metric, worse, margin } = guardrail;
  const known = Object.hasOwn(figures.metrics, metric) ? figures.metrics[metric] : undefined;
  const control = known?.variants.control ?? NO_UNITS;
  const candidate = known?.variants[variant] ?? NO_UNITS;
  const sides = { metric, variant, do: guardrail.do, margin, control: measured(control), candidate: measured(candidate) };
  const inconclusive = (because: InconclusiveCause, harm?: Bounded): GuardrailVerdict => ({
    ...sides,
    verdict: 'inconclusive',
    because,
    ...(harm ? { harm } : {}),
  });
  if (known === undefined || control.units + candidate.units === 0) return inconclusive('no-figures');
  if (Math.min(control.units, candidate.units) < LEAST_UNITS) return inconclusive('too-few-units');
  const difference = meanDifference(control, candidate, plan, known.bounds);
  if (difference === undefined) return inconclusive('no-spread');
  const harm = worse === 'up' ? difference : negated(difference);
  if (harm.low > margin) return { ...sides, verdict: 'worse', harm };
  if (harm.high > margin) return inconclusive('interval', harm);
  // Those without a figure may be just those for whom it went wrong. What looks worse is worse all the same.
  if (isUneven(known, figures, variant)) return inconclusive('uneven', harm);
  return { ...sides, verdict: 'fine', harm };
}

function negated({ estimate, low, high }: Bounded): Bounded {
  return { estimate: -estimate, low: -high, high: -low };
}

/** Whether one side lacks figures for more of its exposed units than the other: Pearson's χ² of two by two. */
function isUneven({ variants }: MetricFigures, { exposed }: RolloutFigures, variant: string): boolean {
  const groups = ['control', variant].map((group) => {
    const units = exposed[group] ?? 0;
    return { units, measured: Math.min(units, variants[group]?.units ?? 0) };
  });
  const units = groups.reduce((sum, group) => sum + group.units, 0);
  const rate = groups.reduce((sum, group) => sum + group.measured, 0) / units;
  if (!(rate > 0)) return true;
  if (rate === 1) return false;
  const terms = groups.map((group) => (group.measured - group.units * rate) ** 2 / (group.units * rate * (1 - rate)));
  return (
    chiSquareTail(
      terms.reduce((sum, term) => sum + term, 0),
      1,
    ) < UNEVEN
  );
}
