import { authorise } from '../../../access/authorise.ts';
import { shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { commentReview as commentEndpoint, decideReview as decideEndpoint } from '../../../protocol/reviews.ts';
import { addReviewAct, type ReviewActRow, type ReviewRow, standingDecisions } from '../../storage/governance/reviews.ts';
import type { Database } from '../../storage/tables.ts';
import { actorOf, type Call, recordAct, tell } from '../call.ts';
import { findVisible, readOne } from './read-reviews.ts';
import { requirePlace } from './require-place.ts';

/**
 * Approves or rejects the version of a review, or takes back what the caller said of it.
 *
 * @throws Failure `not-allowed` for a machine, `request-invalid` for a rejection without a reason,
 * and for taking back what was not said, `digest-mismatch` when the version that was looked at is not the one of the review.
 */
export async function decideReview(
  call: Call,
  number: number,
  { decision, digest, message }: BodyOf<typeof decideEndpoint>,
): Promise<ReplyOf<typeof decideEndpoint>> {
  if (call.principal.kind !== 'user') {
    throw new Failure('not-allowed', `${call.principal.name} is a machine: only people approve and reject.`, {
      hint: 'Sign in as yourself with `promptlane login`.',
    });
  }
  if (decision === 'rejected' && message === undefined) {
    throw new Failure('request-invalid', 'A rejection needs a reason: whoever asked reads it.');
  }
  return await call.db.transaction().execute(async (transaction) => {
    const review = await findVisible(transaction, call, number);
    const { prompt, environment } = review;
    authorise(call.principal, 'reviews:decide', { project: call.project, environment, prompt });
    if (review.digest !== digest) {
      const message = `Review ${number} is about ${prompt} ${shortDigest(review.digest)}, not ${shortDigest(digest)}.`;
      throw new Failure('digest-mismatch', message, { hint: 'Ask for a review of the version that you looked at.' });
    }
    if (decision === 'withdrawn') await requireDecided(transaction, call, review);
    await addAct(transaction, call, review, { kind: decision, message: message ?? null, place: null });
    await tell(transaction, call, { kind: 'review.decided', environment, prompt, data: { review: number, digest, decision } });
    return await readOne(transaction, call, review);
  });
}

async function requireDecided(transaction: Database, { principal, project }: Call, review: ReviewRow): Promise<void> {
  const standing = await standingDecisions(transaction, project, review);
  const said = standing.find(({ actor_id }) => actor_id === principal.id);
  if (said !== undefined && said.kind !== 'withdrawn') return;
  throw new Failure(
    'request-invalid',
    `There is nothing to take back: you have not decided on ${review.prompt} ${shortDigest(review.digest)}.`,
  );
}

/** Says something about the version of a review, or about one line of its diff. @throws Failure `request-invalid` for a side or a line that is not there. */
export async function commentReview(
  call: Call,
  number: number,
  { message, place }: BodyOf<typeof commentEndpoint>,
): Promise<ReplyOf<typeof commentEndpoint>> {
  return await call.db.transaction().execute(async (transaction) => {
    const review = await findVisible(transaction, call, number);
    const { prompt, environment, base } = review;
    authorise(call.principal, 'reviews:write', { project: call.project, environment, prompt });
    const digest = place?.side === 'before' ? base : review.digest;
    if (digest === null) throw new Failure('request-invalid', `Nothing was pinned before, so review ${number} has no line on that side.`);
    if (place !== undefined) await requirePlace(transaction, call.project, digest, place);
    // The digest is part of the place: a line number alone would wander when texts change.
    const anchored = place === undefined ? null : JSON.stringify({ digest, ...place });
    await addAct(transaction, call, review, { kind: 'commented', message, place: anchored });
    return await readOne(transaction, call, review);
  });
}

async function addAct(
  transaction: Database,
  call: Call,
  { number, environment, prompt, digest }: ReviewRow,
  act: Pick<ReviewActRow, 'kind' | 'message' | 'place'>,
): Promise<void> {
  const { id: actor_id, name: actor_name } = actorOf(call);
  await addReviewAct(transaction, { project: call.project, review: number, ...act, actor_id, actor_name, time: call.time });
  await recordAct(transaction, call, {
    target: `${environment}: ${prompt}@${digest}`,
    before: null,
    after: { review: number, ...(act.message !== null && { message: act.message }) },
    verdict: act.kind,
  });
}
