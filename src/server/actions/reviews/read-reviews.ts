import { Failure } from '../../../base/failure.ts';
import type { QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { listReviews, readReview } from '../../../protocol/reviews.ts';
import { findReview, pageOfReviews, type ReviewActRow, type ReviewRow, readReviewActs } from '../../storage/governance/reviews.ts';
import type { Database } from '../../storage/tables.ts';
import { type Call, seesPin } from '../call.ts';
import { numberCursor, PAGE, pageOf } from '../cursor.ts';

type Review = ReplyOf<typeof readReview>;

/** Reviews that the caller may see, newest first. */
export async function reviewsOf(call: Call, query: QueryOf<typeof listReviews>): Promise<ReplyOf<typeof listReviews>> {
  const { prompt, digest, environment, limit = PAGE } = query;
  const before = numberCursor(query.cursor);
  const rows = await pageOfReviews(call.db, call.project, { prompt, digest, environment, before, limit: limit + 1 });
  const { page, ...rest } = pageOf(rows, limit, (row) => row.number);
  const seen = page.filter((row) => seesPin(call, row.environment, row.prompt));
  const numbers = seen.map(({ number }) => number);
  const acts = await readReviewActs(call.db, call.project, numbers);
  return { reviews: seen.map((row) => shownReview(row, acts.get(row.number) ?? [])), ...rest };
}

/** One review. @throws Failure `not-found`, also for one of a prompt that the caller may not see. */
export async function reviewOf(call: Call, number: number): Promise<Review> {
  return await readOne(call.db, call, await findVisible(call.db, call, number));
}

/** A review that the caller may see. @throws Failure `not-found` */
export async function findVisible(db: Database, call: Call, number: number): Promise<ReviewRow> {
  const row = await findReview(db, call.project, number);
  if (row === undefined || !seesPin(call, row.environment, row.prompt)) throw new Failure('not-found', `There is no review ${number}.`);
  return row;
}

/** A review as it stands now. */
export async function readOne(db: Database, { project }: Call, row: ReviewRow): Promise<Review> {
  return shownReview(row, (await readReviewActs(db, project, [row.number])).get(row.number) ?? []);
}

function shownReview(row: ReviewRow, acts: readonly ReviewActRow[]): Review {
  return {
    number: row.number,
    prompt: row.prompt,
    digest: row.digest,
    environment: row.environment,
    ...(row.base !== null && { base: row.base }),
    requestedBy: { id: row.actor_id, name: row.actor_name },
    time: row.created_at,
    reviewers: JSON.parse(row.reviewers) as string[],
    ...(row.message !== null && { message: row.message }),
    state: stateOf(acts),
    acts: acts.map(({ kind, actor_id, actor_name, time, message, place }) => ({
      kind,
      by: { id: actor_id, name: actor_name },
      time,
      ...(message !== null && { message }),
      ...(place !== null && { place: JSON.parse(place) as NonNullable<Review['acts'][number]['place']> }),
    })),
  };
}

/** What the last words of all who decided come to. */
function stateOf(acts: readonly ReviewActRow[]): Review['state'] {
  const last = new Map(acts.filter(({ kind }) => kind !== 'commented').map((act) => [act.actor_id, act.kind]));
  const kinds = [...last.values()];
  if (kinds.includes('rejected')) return 'rejected';
  return kinds.includes('approved') ? 'approved' : 'open';
}
