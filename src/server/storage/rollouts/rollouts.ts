import type { Selectable } from 'kysely';
import type { EnvironmentId } from '../environments/environment-log.ts';
import type { Database, Tables } from '../tables.ts';

export type RolloutRow = Selectable<Tables['rollouts']>;

/** The rollouts of an environment that are not over, by prompt. */
export async function rolloutsUnderWay(db: Database, { project, name }: EnvironmentId): Promise<RolloutRow[]> {
  const rows = db.selectFrom('rollouts').selectAll().where('project', '=', project).where('environment', '=', name);
  return await rows.where('ended_at', 'is', null).orderBy('prompt').execute();
}
