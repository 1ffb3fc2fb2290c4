import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { BodyOf, ReplyOf } from '../../protocol/endpoint.ts';
import type { commentReview, decideReview, readReview, requestReview } from '../../protocol/reviews.ts';
import type { killPrompt, revokeVersion } from '../../protocol/revocations.ts';
import type { EnvironmentName } from '../../release/environment.ts';

export type Review = ReplyOf<typeof readReview>;
export type ReviewAct = Review['acts'][number];
export type ReviewQuestion = BodyOf<typeof requestReview>;
export type ReviewDecision = BodyOf<typeof decideReview>;
export type ReviewComment = BodyOf<typeof commentReview>;
export type Revoked = ReplyOf<typeof revokeVersion>;
export type KillSwitch = ReplyOf<typeof killPrompt>;

export interface ReviewFilter {
  readonly prompt?: PromptId;
  readonly digest?: Digest;
  readonly environment?: EnvironmentName;
}

/** What people decide about versions. */
export interface ReviewCalls {
  requestReview(question: ReviewQuestion): Promise<Review>;
  /** Newest first. */
  reviews(filter?: ReviewFilter): Promise<Review[]>;
  /** @throws Failure `not-found` */
  review(number: number): Promise<Review>;
  /** @throws Failure `not-allowed` for a machine, `digest-mismatch` when the review is about another version. */
  decideReview(number: number, decision: ReviewDecision): Promise<Review>;
  commentReview(number: number, comment: ReviewComment): Promise<Review>;
  /** Bars a content from ever being pinned again; tells where it still is. */
  revoke(version: { readonly prompt: PromptId; readonly digest: Digest; readonly reason: string }): Promise<Revoked>;
  killSwitches(environment: EnvironmentName): Promise<KillSwitch[]>;
  kill(environment: EnvironmentName, prompt: PromptId, reason: string): Promise<KillSwitch>;
  /** @throws Failure `not-found` when it is not killed. */
  unkill(environment: EnvironmentName, prompt: PromptId, reason: string): Promise<KillSwitch>;
}
