import type { z } from 'zod';
import type { PrepareJudge, ScorerBinding } from './scorer.ts';

/** One kind of scorer: what it asks of an answer, which parameters it takes, and how it judges with them. */
export interface ScorerDefinition<Parameters = unknown> {
  /** One sentence, for hovers: "The output holds this text." */
  readonly about: string;
  readonly parameters: z.ZodType<Parameters>;
  /** @throws Failure `suite-invalid` when the parameters cannot work, for example a broken pattern. */
  build(parameters: Parameters, bound?: ScorerBinding): PrepareJudge;
}

/** Ties the parameters of a scorer to the function that takes them. */
export function defineScorer<Parameters>(
  about: string,
  parameters: z.ZodType<Parameters>,
  build: (parameters: Parameters, bound?: ScorerBinding) => PrepareJudge,
): ScorerDefinition<Parameters> {
  return { about, parameters, build };
}
