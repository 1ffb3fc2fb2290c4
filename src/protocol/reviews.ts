import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import {
  actorSchema,
  cursorSchema,
  digestSchema,
  environmentNameSchema,
  messageSchema,
  pageQuery,
  projectNameSchema,
  projectParams,
  promptIdSchema,
  textSchema,
  timeSchema,
} from './values.ts';

/** The line of a diff that a comment is about; the digest says which text has that line, whatever is pinned later. */
const reviewPlaceSchema = z.strictObject({
  digest: digestSchema,
  /** `before`: what was pinned when the review was asked for. */
  side: z.enum(['before', 'after']),
  /** What of the prompt: `messages/0/content`, `model`. */
  path: textSchema.min(1).max(300),
  /** From 1, of the text there. */
  line: z.int().min(1).max(1_000_000),
});

export const REVIEW_ACTS = ['approved', 'rejected', 'withdrawn', 'commented'] as const;
export type ReviewActKind = (typeof REVIEW_ACTS)[number];

const reviewActSchema = z.object({
  kind: z.enum(REVIEW_ACTS),
  by: actorSchema,
  time: timeSchema,
  message: z.string().exactOptional(),
  place: reviewPlaceSchema.exactOptional(),
});

/** A question about one version in one environment, and what people said. */
const reviewSchema = z.object({
  number: z.int().positive(),
  prompt: promptIdSchema,
  digest: digestSchema,
  environment: environmentNameSchema,
  /** What the environment pinned when the review was asked for. */
  base: digestSchema.exactOptional(),
  requestedBy: actorSchema,
  time: timeSchema,
  reviewers: z.array(z.string()),
  message: z.string().exactOptional(),
  /** `approved`: someone said yes and nobody no. Whether that is enough is for the policy to say. */
  state: z.enum(['open', 'approved', 'rejected']),
  acts: z.array(reviewActSchema),
});

const reviews = '/v1/projects/:project/reviews';
const reviewParams = z.strictObject({ project: projectNameSchema, review: z.coerce.number().int().positive() });

export const requestReview = endpoint({
  name: 'requestReview',
  summary: 'Ask whether a version may be pinned in an environment',
  method: 'POST',
  path: reviews,
  permission: 'reviews:write',
  params: projectParams,
  body: z.strictObject({
    prompt: promptIdSchema,
    digest: digestSchema,
    environment: environmentNameSchema,
    /** Names or addresses of people. */
    reviewers: z.array(textSchema.trim().min(1).max(300)).max(20).exactOptional(),
    message: messageSchema.exactOptional(),
  }),
  reply: reviewSchema,
  retryable: 'with-key',
});

export const listReviews = endpoint({
  name: 'listReviews',
  summary: 'Reviews, newest first',
  method: 'GET',
  path: reviews,
  permission: 'prompts:read',
  params: projectParams,
  query: z.strictObject({
    prompt: promptIdSchema.exactOptional(),
    digest: digestSchema.exactOptional(),
    environment: environmentNameSchema.exactOptional(),
    ...pageQuery.shape,
  }),
  reply: z.object({ reviews: z.array(reviewSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

export const readReview = endpoint({
  name: 'readReview',
  summary: 'One review with everything that was said',
  method: 'GET',
  path: `${reviews}/:review`,
  permission: 'prompts:read',
  params: reviewParams,
  reply: reviewSchema,
  retryable: true,
});

export const decideReview = endpoint({
  name: 'decideReview',
  summary: 'Approve or reject a version, or take that back; people only',
  method: 'POST',
  path: `${reviews}/:review/decisions`,
  permission: 'reviews:decide',
  params: reviewParams,
  body: z.strictObject({
    decision: z.enum(['approved', 'rejected', 'withdrawn']),
    /** The version that was looked at: it must be the one that the review is about. */
    digest: digestSchema,
    /** Needed to reject. */
    message: messageSchema.exactOptional(),
  }),
  reply: reviewSchema,
  retryable: 'with-key',
});

export const commentReview = endpoint({
  name: 'commentReview',
  summary: 'Say something about a version, or about one line of its diff',
  method: 'POST',
  path: `${reviews}/:review/comments`,
  permission: 'reviews:write',
  params: reviewParams,
  body: z.strictObject({ message: messageSchema, place: reviewPlaceSchema.omit({ digest: true }).exactOptional() }),
  reply: reviewSchema,
  retryable: 'with-key',
});
