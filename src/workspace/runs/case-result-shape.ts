import * as z from 'zod';
import type { CaseResult } from '../../evals/run.ts';

const score = z.union([
  z.object({ scorer: z.string(), score: z.number(), pass: z.boolean() }),
  z.object({ scorer: z.string(), error: z.string() }),
]);

/** What figures are made from; the rest of an answer is only shown. */
const shape = z.object({
  caseId: z.string(),
  sample: z.int().nonnegative(),
  tags: z.array(z.string()),
  group: z.string().optional(),
  label: z.string(),
  answer: z.object({ text: z.string(), latencyMs: z.number(), cost: z.number().optional() }).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  scores: z.array(score),
  cached: z.boolean(),
});

/** Type guard for a line of a run file, which may have come from another machine. */
export function isCaseResult(value: unknown): value is CaseResult {
  return shape.safeParse(value).success;
}
