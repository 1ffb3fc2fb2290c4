import type { Selectable } from 'kysely';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentId } from '../environments/environment-log.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

export type RolloutRow = Selectable<Tables['rollouts']>;

/** What changes of a rollout; the rest is as it was started. */
export type RolloutProgress = Partial<
  Pick<RolloutRow, 'status' | 'coverage' | 'state' | 'definition' | 'started_at' | 'ended_at' | 'held'>
>;

/** The rollouts of an environment that are not over, by prompt. */
export async function rolloutsUnderWay(db: Database, environment: EnvironmentId): Promise<RolloutRow[]> {
  return await rolloutsOf(db, environment).where('ended_at', 'is', null).orderBy('prompt').execute();
}

/** The rollouts of an environment, the newest first. */
export async function newestRollouts(
  db: Database,
  environment: EnvironmentId,
  { prompt, limit }: { readonly prompt?: PromptId | undefined; readonly limit: number },
): Promise<RolloutRow[]> {
  let rows = rolloutsOf(db, environment);
  if (prompt !== undefined) rows = rows.where('prompt', '=', prompt);
  return await rows.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

function rolloutsOf(db: Database, { project, name }: EnvironmentId) {
  return db.selectFrom('rollouts').selectAll().where('project', '=', project).where('environment', '=', name);
}

/** Every rollout that is not over, of all projects: what the controller looks after. */
export async function everyRolloutUnderWay(db: Database): Promise<RolloutRow[]> {
  return await db.selectFrom('rollouts').selectAll().where('ended_at', 'is', null).orderBy('project').orderBy('id').execute();
}

/** Those of a project that are not over. */
export async function projectRolloutsUnderWay(db: Database, project: string): Promise<RolloutRow[]> {
  return await db.selectFrom('rollouts').selectAll().where('project', '=', project).where('ended_at', 'is', null).orderBy('id').execute();
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

export async function insertRollout(transaction: Database, row: RolloutRow): Promise<void> {
  await transaction.insertInto('rollouts').values(row).execute();
}

/**
 * Writes what became of a rollout; answers the row as it is now.
 *
 * @throws Failure `rollout-moved` when it is no longer as it was read: someone acted on it meanwhile.
 */
export async function updateRollout(transaction: Database, before: RolloutRow, progress: RolloutProgress): Promise<RolloutRow> {
  const after = { ...before, ...progress, revision: before.revision + 1 };
  const { numUpdatedRows } = await transaction
    .updateTable('rollouts')
    .set({ ...progress, revision: after.revision })
    .where('project', '=', before.project)
    .where('id', '=', before.id)
    .where('revision', '=', before.revision)
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return after;
  throw new Failure('rollout-moved', `Someone changed the rollout of ${before.prompt} in ${before.environment} just now.`);
}
