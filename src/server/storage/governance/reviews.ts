import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

export type ReviewRow = Tables['reviews'];
export type ReviewActRow = Tables['review_acts'];

/** Adds a review under the next number, inside a transaction. */
export async function addReview(transaction: Database, row: Omit<ReviewRow, 'number'>): Promise<ReviewRow> {
  const last = await transaction
    .selectFrom('reviews')
    .select((query) => query.fn.max('number').as('number'))
    .where('project', '=', row.project)
    .executeTakeFirst();
  const numbered = { ...row, number: (last?.number ?? 0) + 1 };
  await transaction.insertInto('reviews').values(numbered).execute();
  return numbered;
}

/**
 * Adds what someone did in a review, inside a transaction.
 *
 * Its time is after that of every earlier act, whatever the clock says: of two decisions of one person in two reviews
 * the later one stands, also when the clock was set back or the servers' clocks differ.
 */
export async function addReviewAct(transaction: Database, row: Omit<ReviewActRow, 'seq'>): Promise<void> {
  const newest = await transaction
    .selectFrom('review_acts')
    .select((query) => query.fn.max('time').as('time'))
    .where('project', '=', row.project)
    .executeTakeFirst();
  const last = await transaction
    .selectFrom('review_acts')
    .select((query) => query.fn.max('seq').as('seq'))
    .where('project', '=', row.project)
    .where('review', '=', row.review)
    .executeTakeFirst();
  await transaction
    .insertInto('review_acts')
    .values({ ...row, seq: (last?.seq ?? 0) + 1, time: Math.max(row.time, (newest?.time ?? 0) + 1) })
    .execute();
}

export async function findReview(db: Database, project: string, number: number): Promise<ReviewRow | undefined> {
  return await db.selectFrom('reviews').selectAll().where('project', '=', project).where('number', '=', number).executeTakeFirst();
}

export interface ReviewPage {
  readonly prompt?: PromptId | undefined;
  readonly digest?: Digest | undefined;
  readonly environment?: EnvironmentName | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Reviews, newest first. */
export async function pageOfReviews(db: Database, project: string, page: ReviewPage): Promise<ReviewRow[]> {
  const { prompt, digest, environment, before, limit } = page;
  let rows = db.selectFrom('reviews').selectAll().where('project', '=', project);
  if (prompt !== undefined) rows = rows.where('prompt', '=', prompt);
  if (digest !== undefined) rows = rows.where('digest', '=', digest);
  if (environment !== undefined) rows = rows.where('environment', '=', environment);
  if (before !== undefined) rows = rows.where('number', '<', before);
  return await rows.orderBy('number', 'desc').limit(limit).execute();
}

/** What was done in reviews, in order, by the number of the review. */
export async function readReviewActs(
  db: Database,
  project: string,
  reviews: readonly number[],
): Promise<ReadonlyMap<number, readonly ReviewActRow[]>> {
  const found = new Map<number, ReviewActRow[]>(reviews.map((number) => [number, []]));
  for (const some of inChunks(reviews)) {
    const rows = db.selectFrom('review_acts').selectAll().where('project', '=', project).where('review', 'in', some);
    for (const row of await rows.orderBy('review').orderBy('seq').execute()) found.get(row.review)?.push(row);
  }
  return found;
}

/** The newest decision of each who decided on a version for an environment, over all of its reviews. */
export async function standingDecisions(
  db: Database,
  project: string,
  { prompt, digest, environment }: { readonly prompt: PromptId; readonly digest: Digest; readonly environment: EnvironmentName },
): Promise<ReviewActRow[]> {
  const rows = await db
    .selectFrom('review_acts')
    .innerJoin('reviews', (join) =>
      join.onRef('reviews.project', '=', 'review_acts.project').onRef('reviews.number', '=', 'review_acts.review'),
    )
    .selectAll('review_acts')
    .where('reviews.project', '=', project)
    .where('reviews.prompt', '=', prompt)
    .where('reviews.digest', '=', digest)
    .where('reviews.environment', '=', environment)
    .where('review_acts.kind', '!=', 'commented')
    .orderBy('review_acts.time')
    .orderBy('review_acts.review')
    .orderBy('review_acts.seq')
    .execute();
  return [...new Map(rows.map((row) => [row.actor_id, row])).values()];
}
