import { commentReview, decideReview, listReviews, readReview, requestReview } from '../../protocol/reviews.ts';
import { killPrompt, listKillSwitches, revokeVersion, unkillPrompt } from '../../protocol/revocations.ts';
import type { Review, ReviewCalls } from '../areas/reviews.ts';
import { allPages } from './all-pages.ts';
import type { HttpCaller } from './http-caller.ts';

/** Reviews asked for at once. */
const PAGE = 1000;

/** The calls about what people decide. */
export function reviewCalls(http: HttpCaller): ReviewCalls {
  return {
    requestReview: (body) => http.call(requestReview, { body }),
    review: (number) => http.call(readReview, { params: { review: number } }),
    decideReview: (number, body) => http.call(decideReview, { params: { review: number }, body }),
    commentReview: (number, body) => http.call(commentReview, { params: { review: number }, body }),
    reviews: (filter = {}) =>
      allPages<Review>(async (cursor) => {
        const { reviews, next } = await http.call(listReviews, { query: { ...filter, ...cursor, limit: PAGE } });
        return { items: reviews, next };
      }),
    revoke: (body) => http.call(revokeVersion, { body }),
    killSwitches: async (environment) => (await http.call(listKillSwitches, { params: { environment } })).killed,
    kill: (environment, prompt, reason) => http.call(killPrompt, { params: { environment, prompt }, body: { reason } }),
    unkill: (environment, prompt, reason) => http.call(unkillPrompt, { params: { environment, prompt }, query: { reason } }),
  };
}
