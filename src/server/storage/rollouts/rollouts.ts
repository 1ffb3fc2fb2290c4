import type { Selectable } from 'kysely';
import type { EnvironmentId } from '../environments/environment-log.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

export type RolloutRow = Selectable<Tables['rollouts']>;

/** The rollouts of an environment that are not over, by prompt. */
export async function rolloutsUnderWay(db: Database, { project, name }: EnvironmentId): Promise<RolloutRow[]> {
  const rows = db.selectFrom('rollouts').selectAll().where('project', '=', project).where('environment', '=', name);
  return await rows.where('ended_at', 'is', null).orderBy('prompt').execute();
}

/** Rollouts by their ids. */
export async function findRollouts(db: Database, project: string, ids: readonly string[]): Promise<ReadonlyMap<string, RolloutRow>> {
  const found = new Map<string, RolloutRow>();
  for (const some of inChunks(ids)) {
    const rows = await db.selectFrom('rollouts').selectAll().where('project', '=', project).where('id', 'in', some).execute();
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}
