import * as z from 'zod';

/** The media type of every error body (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** Every error body. `code` is from the failure catalogue; `details` is data, such as the refusals of a policy. */
export const problemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  hint: z.string(),
  requestId: z.string(),
  details: z.unknown().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
