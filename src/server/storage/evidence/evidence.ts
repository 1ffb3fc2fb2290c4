import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Database, Tables } from '../tables.ts';

export type EvidenceRow = Tables['evidence'];

/** Adds evidence under the next number, inside a transaction. */
export async function addEvidence(transaction: Database, row: Omit<EvidenceRow, 'number'>): Promise<EvidenceRow> {
  const newest = transaction.selectFrom('evidence').select('number').where('project', '=', row.project);
  const last = await newest.orderBy('number', 'desc').limit(1).executeTakeFirst();
  const numbered = { ...row, number: (last?.number ?? 0) + 1 };
  await transaction.insertInto('evidence').values(numbered).execute();
  return numbered;
}

/** What was signed of a run. */
export async function evidenceOfRun(db: Database, project: string, run: string): Promise<EvidenceRow | undefined> {
  return await db.selectFrom('evidence').selectAll().where('project', '=', project).where('run', '=', run).executeTakeFirst();
}

/** The evidence whose ids begin so; two are enough to know that a prefix is not one. */
export async function evidenceNamed(db: Database, project: string, prefix: string): Promise<EvidenceRow[]> {
  const rows = db
    .selectFrom('evidence')
    .selectAll()
    .where('project', '=', project)
    .where('id', '>=', prefix as Digest);
  return await rows
    .where('id', '<', `${prefix}~` as Digest)
    .limit(2)
    .execute();
}

export interface EvidencePage {
  readonly prompt?: PromptId | undefined;
  readonly digest?: Digest | undefined;
  readonly suite?: string | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Evidence, newest first. */
export async function pageOfEvidence(db: Database, project: string, page: EvidencePage): Promise<EvidenceRow[]> {
  const { prompt, digest, suite, before, limit } = page;
  let rows = db.selectFrom('evidence').selectAll().where('project', '=', project);
  if (prompt !== undefined) rows = rows.where('prompt', '=', prompt);
  if (digest !== undefined) rows = rows.where('prompt_digest', '=', digest);
  if (suite !== undefined) rows = rows.where('suite', '=', suite);
  if (before !== undefined) rows = rows.where('number', '<', before);
  return await rows.orderBy('number', 'desc').limit(limit).execute();
}

/** How often a suite was run on a version of a prompt by who may give evidence, and how often it failed. */
export async function countRuns(
  db: Database,
  { project, prompt, prompt_digest: digest, suite }: Pick<EvidenceRow, 'project' | 'prompt' | 'prompt_digest' | 'suite'>,
): Promise<{ total: number; failed: number }> {
  const rows = await db
    .selectFrom('evidence')
    .select(['verdict', ({ fn }) => fn.countAll().as('runs')])
    .where('project', '=', project)
    .where('prompt', '=', prompt)
    .where('prompt_digest', '=', digest)
    .where('suite', '=', suite)
    .where('discounted', 'is', null)
    .groupBy('verdict')
    .execute();
  const total = rows.reduce((sum, { runs }) => sum + Number(runs), 0);
  return { total, failed: Number(rows.find(({ verdict }) => verdict === 'failed')?.runs ?? 0) };
}
