import * as z from 'zod';
import { parseDuration } from '../../../base/duration.ts';
import type { Judgement } from '../../run.ts';
import { Unscorable } from '../scorer.ts';
import { defineScorer } from '../scorer-definition.ts';

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'a duration like "500ms" or "2s"')
  .describe('A duration like `500ms` or `2s`.');
const dollars = z.number().nonnegative().describe('US dollars per answer.');

/** Scorers that look at what an answer took. */
export const MEASURE_SCORERS = {
  latency: defineScorer('The answer came within this time.', z.strictObject({ max: duration }), ({ max }) => {
    const limit = parseDuration(max) ?? 0;
    return () =>
      ({ latencyMs }) =>
        within(latencyMs, limit, () => `The answer took ${Math.round(latencyMs)} ms, more than ${limit} ms.`);
  }),

  cost: defineScorer('The answer cost no more than this.', z.strictObject({ max: dollars }), ({ max }) => () => ({ cost }) => {
    if (cost === undefined) throw new Unscorable('the price of the model is not known');
    return within(cost, max, () => `The answer cost $${cost}, more than $${max}.`);
  }),

  tokens: defineScorer(
    'The answer has no more tokens than this.',
    z.strictObject({ max: z.int().positive().describe('Tokens that the provider counted in the answer.') }),
    ({ max }) =>
      () =>
      ({ usage }) => {
        if (usage === undefined) throw new Unscorable('the provider did not say how many tokens the answer has');
        return within(usage.output, max, () => `The answer has ${usage.output} tokens, more than ${max}.`);
      },
  ),
} as const;

function within(value: number, limit: number, reason: () => string): Judgement {
  return value <= limit ? { score: 1, pass: true, value } : { score: 0, pass: false, value, reason: reason() };
}
