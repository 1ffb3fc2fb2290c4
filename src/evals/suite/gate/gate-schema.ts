import * as z from 'zod';
import { keepsBound } from '../../gate/checks/bound-check.ts';
import { parseBound } from '../../gate/rules/parse-bound.ts';
import { parseRepeats } from '../../gate/rules/parse-repeats.ts';

const text = z.string().trim().min(1);
const bound = z
  .string()
  .refine((value) => parseBound(value) !== undefined, 'a bound like ">= 0.9", "= 1" or "<= 2s"')
  .describe('An operator and a figure, like ">= 0.9", ">= 90%" or "<= 2s".');

/** Scores and rates lie between 0 and 1: a bound beyond that always holds, or never, and gates nothing. */
const shareBound = bound.refine(
  (value) => parseBound(value) === undefined || isShare(value),
  'a share from 0 to 1 like ">= 0.9" or ">= 90%"',
);

/** A bound that every share keeps looks like a gate and is none. */
const decidingBound = shareBound.refine((value) => !holdsAlways(value), 'a bound that not every share keeps');

const regression = z.strictObject({
  metric: z
    .enum(['mean', 'passRate'])
    .optional()
    .describe('What is compared of each case: its mean score (default), or how often it passes.'),
  maxDrop: z.number().min(0).lt(1).describe('Largest accepted drop.'),
  confidence: z.number().gt(0.5).lt(1).optional().describe('One-sided confidence of the verdict, default 0.95.'),
  onInconclusive: z.enum(['warn', 'fail']).optional().describe('What an undecided comparison means, default warn.'),
});

const scorerGate = z.strictObject({
  mean: decidingBound.optional().describe('The mean score.'),
  passRate: decidingBound.optional().describe('The share of cases that pass.'),
  p50: bound.optional().describe('The median of what the scorer measures.'),
  p95: bound.optional().describe('What 95 % of the answers stay within.'),
  regression: regression.optional().describe('Against the baseline, case by case.'),
  strict: z.boolean().optional().describe('No case that passed under the baseline may fail now.'),
});

const errorGate = z.strictObject({
  rate: shareBound.refine((value) => parseBound(value)?.operator === '<=', 'an upper bound like "<= 0.01"'),
});

const tags = z.array(text).min(1);
const mustPass = z.union([
  tags,
  z.strictObject({
    tags: tags.describe('Protected tags.'),
    atLeast: text
      .refine((value) => parseRepeats(value) !== undefined, 'a number of repeats like "2 of 3"')
      .describe('In how many of its repeats a case must pass, like "2 of 3".'),
  }),
]);

/** Keys of `gate` that are about the whole run; no scorer may be called so. */
export const RUN_GATE_KEYS = ['errors', 'mustPass', 'maxCost', 'slices'] as const;

/** The gate of a suite as it is written. */
export const gateSchema = z
  .object({
    errors: errorGate.optional().describe('Share of samples that may end in an error, default none.'),
    mustPass: mustPass
      .optional()
      .describe('Cases with one of these tags must pass every gating scorer, in every repeat or in enough of them.'),
    maxCost: z.number().positive().optional().describe('US dollars for the whole run.'),
    slices: z
      .record(text, z.record(text, scorerGate))
      .optional()
      .describe('By tag, then by scorer: what the cases of that tag must reach.'),
  })
  .catchall(scorerGate);

export type GateFile = z.infer<typeof gateSchema>;
export type ScorerGateFile = z.infer<typeof scorerGate>;

function isShare(value: string): boolean {
  return (parseBound(value)?.value ?? 0) <= 1 && !/s\s*$/.test(value);
}

function holdsAlways(value: string): boolean {
  const parsed = parseBound(value);
  return parsed !== undefined && isShare(value) && parsed.operator !== '=' && keepsBound(0, parsed) && keepsBound(1, parsed);
}
