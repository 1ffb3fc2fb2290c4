import type { z } from 'zod';
import type { PrepareJudge } from './scorer.ts';

/** One kind of scorer: which parameters it takes, and how it judges with them. */
export interface ScorerDefinition<Parameters = unknown> {
  readonly parameters: z.ZodType<Parameters>;
  /** @throws Failure `suite-invalid` when the parameters cannot work, for example a broken pattern. */
  build(parameters: Parameters): PrepareJudge;
}

/** Ties the parameters of a scorer to the function that takes them. */
export function defineScorer<Parameters>(
  parameters: z.ZodType<Parameters>,
  build: (parameters: Parameters) => PrepareJudge,
): ScorerDefinition<Parameters> {
  return { parameters, build };
}
