import { authorise } from '../../../access/authorise.ts';
import { shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { requestReview as requestEndpoint } from '../../../protocol/reviews.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { addReview } from '../../storage/governance/reviews.ts';
import { findVersions } from '../../storage/versions/versions.ts';
import { actorOf, type Call, recordAct, tell } from '../call.ts';
import { settingOf } from '../environments/setting.ts';
import { readOne } from './read-reviews.ts';

/** Asks whether a version may be pinned in an environment. @throws Failure `not-found` for a version or environment that is not there. */
export async function requestReview(call: Call, body: BodyOf<typeof requestEndpoint>): Promise<ReplyOf<typeof requestEndpoint>> {
  const { prompt, digest, environment, reviewers = [], message } = body;
  authorise(call.principal, 'reviews:write', { project: call.project, environment, prompt });
  return await call.db.transaction().execute(async (transaction) => {
    const { id, log } = await settingOf(transaction, call.project, environment);
    const version = (await findVersions(transaction, call.project, [{ id: prompt, digest }])).get(pinKey(prompt, digest));
    if (version === undefined) throw new Failure('not-found', `${prompt} has no version ${shortDigest(digest)}.`);
    const { id: actor_id, name: actor_name } = actorOf(call);
    const row = await addReview(transaction, {
      project: call.project,
      prompt,
      digest,
      environment,
      base: (await log.current(id)).pins.get(prompt) ?? null,
      reviewers: JSON.stringify(reviewers),
      message: message ?? null,
      actor_id,
      actor_name,
      created_at: call.time,
    });
    await tell(transaction, call, { kind: 'review.requested', environment, prompt, data: { review: row.number, digest, reviewers } });
    await recordAct(transaction, call, {
      target: `${environment}: ${prompt}@${digest}`,
      before: null,
      after: { review: row.number, reviewers },
      verdict: 'review requested',
    });
    return await readOne(transaction, call, row);
  });
}
