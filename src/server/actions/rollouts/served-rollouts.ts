import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { RolloutDefinition } from '../../../release/rollout/rollout-definition.ts';
import type { ServedRollout } from '../../../release/rollout/served-rollout.ts';
import type { EnvironmentId } from '../../storage/environments/environment-log.ts';
import { type RolloutRow, rolloutsUnderWay } from '../../storage/rollouts/rollouts.ts';
import type { Database } from '../../storage/tables.ts';

/** What applications carry out in an environment, by prompt. */
export async function servedRollouts(db: Database, id: EnvironmentId): Promise<ReadonlyMap<PromptId, ServedRollout>> {
  const rows = await rolloutsUnderWay(db, id);
  return new Map(rows.filter(({ started_at }) => started_at !== null).map((row) => [row.prompt, servedRollout(row)]));
}

/** A rollout as applications are told of it. */
export function servedRollout({ id, coverage, definition }: Pick<RolloutRow, 'id' | 'coverage' | 'definition'>): ServedRollout {
  const { mode, seed, unit, control, variants, rules, exclusive, holdout } = JSON.parse(definition) as RolloutDefinition;
  return {
    id,
    mode,
    seed,
    unit: typeof unit === 'string' ? [unit] : unit,
    control: control as Digest,
    variants: variants.map(({ version, ...variant }) => ({ ...variant, version: version as Digest })),
    coverage,
    ...(rules && { rules }),
    ...(exclusive && { exclusive }),
    ...(holdout && { holdout }),
  };
}
