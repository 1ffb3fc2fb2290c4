import { commentReview, decideReview, listReviews, readReview, requestReview } from '../../../protocol/reviews.ts';
import { killPrompt, listKillSwitches, revokeVersion, unkillPrompt } from '../../../protocol/revocations.ts';
import { killPrompt as kill, killSwitchesOf, unkillPrompt as unkill } from '../../actions/governance/kill-switch.ts';
import { revokeVersion as revoke } from '../../actions/governance/revoke-version.ts';
import { commentReview as comment, decideReview as decide } from '../../actions/reviews/act-on-review.ts';
import { reviewOf, reviewsOf } from '../../actions/reviews/read-reviews.ts';
import { requestReview as request } from '../../actions/reviews/request-review.ts';
import { type Route, route } from '../route.ts';

/** What people decide about versions. */
export const reviewRoutes: readonly Route[] = [
  route(requestReview, ({ call, body }) => request(call, body)),
  route(listReviews, ({ call, query }) => reviewsOf(call, query)),
  route(readReview, ({ call, params }) => reviewOf(call, params.review)),
  route(decideReview, ({ call, params, body }) => decide(call, params.review, body)),
  route(commentReview, ({ call, params, body }) => comment(call, params.review, body)),
  route(revokeVersion, ({ call, body }) => revoke(call, body)),
  route(listKillSwitches, ({ call, params }) => killSwitchesOf(call, params.environment)),
  route(killPrompt, ({ call, params, body }) => kill(call, { ...params, reason: body.reason })),
  route(unkillPrompt, ({ call, params, query }) => unkill(call, { ...params, reason: query.reason })),
];
