import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentId } from '../environments/environment-log.ts';
import type { Database, Tables } from '../tables.ts';

export type KillSwitchRow = Tables['kill_switches'];

/** The prompts that an environment is told not to serve, by id. */
export async function readKillSwitches(db: Database, { project, name }: EnvironmentId): Promise<KillSwitchRow[]> {
  const rows = db.selectFrom('kill_switches').selectAll().where('project', '=', project).where('environment', '=', name);
  return await rows.orderBy('prompt').execute();
}

export async function addKillSwitch(transaction: Database, row: KillSwitchRow): Promise<void> {
  await transaction.insertInto('kill_switches').values(row).execute();
}

export async function removeKillSwitch(transaction: Database, { project, name }: EnvironmentId, prompt: PromptId): Promise<void> {
  const rows = transaction.deleteFrom('kill_switches').where('project', '=', project).where('environment', '=', name);
  await rows.where('prompt', '=', prompt).execute();
}
