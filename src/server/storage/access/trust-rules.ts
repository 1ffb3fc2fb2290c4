import type { TrustRule } from '../../../access/trust/trust-rule.ts';
import type { Database } from '../tables.ts';

/** A rule with the machine that its jobs act as. */
export interface StoredTrustRule extends TrustRule {
  readonly principal: string;
  readonly createdAt: number;
  readonly creator: string;
}

/** The rules of a project, oldest first. */
export async function readTrustRules(db: Database, project: string): Promise<StoredTrustRule[]> {
  const rows = await db.selectFrom('trust_rules').selectAll().where('project', '=', project).orderBy('created_at').orderBy('id').execute();
  return rows.map((row) => ({
    id: row.id,
    principal: row.principal,
    issuer: row.issuer,
    repositoryId: row.repository_id,
    ref: row.ref,
    ...(row.job_environment !== null && { jobEnvironment: row.job_environment }),
    ...(row.workflow !== null && { workflow: row.workflow }),
    role: row.role,
    project: row.project,
    environments: row.environments,
    prompts: row.prompts,
    createdAt: row.created_at,
    creator: row.creator_name,
  }));
}

export async function addTrustRule(db: Database, rule: StoredTrustRule): Promise<void> {
  await db
    .insertInto('trust_rules')
    .values({
      project: rule.project,
      id: rule.id,
      principal: rule.principal,
      issuer: rule.issuer,
      repository_id: rule.repositoryId,
      ref: rule.ref,
      job_environment: rule.jobEnvironment ?? null,
      workflow: rule.workflow ?? null,
      role: rule.role,
      environments: rule.environments,
      prompts: rule.prompts,
      created_at: rule.createdAt,
      creator_name: rule.creator,
    })
    .execute();
}

export async function removeTrustRule(db: Database, project: string, id: string): Promise<void> {
  await db.deleteFrom('trust_rules').where('project', '=', project).where('id', '=', id).execute();
}

/** Remembers an ID token until it expires; false when it was shown before. */
export async function useIdToken(db: Database, hash: string, expiresAt: number, time: number): Promise<boolean> {
  await db.deleteFrom('used_id_tokens').where('expires_at', '<', time).execute();
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('used_id_tokens')
    .values({ hash, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}
