import type { PromptId } from '../../../prompt/prompt.ts';
import { servedRollout } from '../../../release/rollout/progress/serve-rollout.ts';
import type { ServedRollout } from '../../../release/rollout/served-rollout.ts';
import type { EnvironmentId } from '../../storage/environments/environment-log.ts';
import { type RolloutRow, rolloutsUnderWay } from '../../storage/rollouts/rollouts.ts';
import type { Database } from '../../storage/tables.ts';
import { definitionOf, fileOf, stateOf } from './rollout-rows.ts';

/** What applications carry out in an environment, by prompt. */
export async function servedRollouts(db: Database, id: EnvironmentId): Promise<ReadonlyMap<PromptId, ServedRollout>> {
  const rows = await rolloutsUnderWay(db, id);
  return new Map(rows.flatMap((row) => [servedOf(row)].filter((served) => served !== undefined).map((served) => [row.prompt, served])));
}

/** A rollout as applications are told of it; nothing when it is not carried out. */
export function servedOf(row: RolloutRow): ServedRollout | undefined {
  const definition = definitionOf(row);
  const { holdout } = definition;
  return servedRollout(fileOf(definition), stateOf(row), {
    id: row.id,
    holdouts: holdout === undefined ? {} : { [holdout.name]: holdout.share },
  });
}
