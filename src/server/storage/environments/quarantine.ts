import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Actor } from '../../../protocol/values.ts';
import type { Database } from '../tables.ts';
import { type EnvironmentId, pinKey } from './environment-log.ts';

/** A version that may not be pinned in an environment, since when and why. */
export interface QuarantinedVersion {
  readonly prompt: PromptId;
  readonly digest: Digest;
  readonly since: number;
  readonly by: Actor;
  readonly reason: string;
}

/** The quarantine of an environment, newest first. */
export async function readQuarantine(db: Database, { project, name }: EnvironmentId): Promise<QuarantinedVersion[]> {
  const rows = await db
    .selectFrom('quarantine')
    .selectAll()
    .where('project', '=', project)
    .where('environment', '=', name)
    .orderBy('since', 'desc')
    .orderBy('prompt')
    .execute();
  return rows.map(({ prompt, digest, since, reason, actor_id, actor_name }) => ({
    prompt,
    digest,
    since,
    by: { id: actor_id, name: actor_name },
    reason,
  }));
}

/** The quarantine of an environment as `pinKey`s. */
export async function quarantinedKeys(db: Database, environment: EnvironmentId): Promise<ReadonlySet<string>> {
  return new Set((await readQuarantine(db, environment)).map(({ prompt, digest }) => pinKey(prompt, digest)));
}

/** Adds a version to the quarantine; one that is there keeps its first reason. */
export async function addToQuarantine(db: Database, { project, name }: EnvironmentId, version: QuarantinedVersion): Promise<void> {
  const { prompt, digest, since, by, reason } = version;
  await db
    .insertInto('quarantine')
    .values({ project, environment: name, prompt, digest, since, reason, actor_id: by.id, actor_name: by.name })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function removeFromQuarantine(
  db: Database,
  { project, name }: EnvironmentId,
  prompt: PromptId,
  digest: Digest,
): Promise<void> {
  await db
    .deleteFrom('quarantine')
    .where('project', '=', project)
    .where('environment', '=', name)
    .where('prompt', '=', prompt)
    .where('digest', '=', digest)
    .execute();
}
