import type { RolloutFile } from '../../../release/rollout/rollout-schema.ts';
import { compareVariants, type VariantComparison } from '../../../release/rollout/verdict/compare-variants.ts';
import { judgeRollout } from '../../../release/rollout/verdict/judge-rollout.ts';
import type { MetricFigures, MetricSource, RolloutFigures } from '../../../release/rollout/verdict/metric-source.ts';
import type { RolloutVerdict } from '../../../release/rollout/verdict/rollout-verdict.ts';
import type { RolloutRow } from '../../storage/rollouts/rollouts.ts';
import { metricNames, type RolloutKey, seenUnits, unitSums } from '../../storage/rollouts/units.ts';
import type { Database } from '../../storage/tables.ts';
import { metricBounds } from './metric-bounds.ts';
import { definitionOf, fileOf } from './rollout-rows.ts';

/** What applications told of a project's rollouts. */
function toldFigures(db: Database, project: string): MetricSource {
  return {
    async figures(rollout, metrics) {
      const key = { project, rollout };
      const seen = await seenUnits(db, key);
      const known = await Promise.all(metrics.map(async (metric) => [metric, await metricFigures(db, key, metric)] as const));
      const lastExposure = Math.max(...seen.map(({ lastAt }) => lastAt));
      const figures: RolloutFigures = {
        exposed: Object.fromEntries(seen.map(({ variant, units }) => [variant, units])),
        ...(Number.isFinite(lastExposure) && { lastExposure }),
        metrics: Object.fromEntries(known.filter(([, figure]) => Object.keys(figure.variants).length > 0)),
      };
      return figures;
    },
  };
}

async function metricFigures(db: Database, key: RolloutKey, metric: string): Promise<MetricFigures> {
  const bounds = metricBounds(metric);
  const sums = await unitSums(db, key, metric);
  return {
    ...(bounds && { bounds }),
    variants: Object.fromEntries(sums.map(({ variant, ...means }) => [variant, means])),
  };
}

/** What the figures of a rollout say now, of all that applications told. */
export async function resultsOf(db: Database, row: RolloutRow): Promise<{ verdict: RolloutVerdict; results: VariantComparison[] }> {
  const rollout = fileOf(definitionOf(row));
  const told = await metricNames(db, { project: row.project, rollout: row.id });
  const figures = await toldFigures(db, row.project).figures(row.id, [...new Set([...guardedMetrics(rollout), ...told])]);
  return { verdict: judgeRollout(rollout, figures), results: compareVariants(rollout, figures) };
}

/** What the figures of a rollout say now, of what guards it. */
export async function verdictOf(db: Database, row: RolloutRow): Promise<RolloutVerdict> {
  const rollout = fileOf(definitionOf(row));
  return judgeRollout(rollout, await toldFigures(db, row.project).figures(row.id, guardedMetrics(rollout)));
}

function guardedMetrics({ guardrails = [] }: RolloutFile): string[] {
  return [...new Set(guardrails.map(({ metric }) => metric))];
}
