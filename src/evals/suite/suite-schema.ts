import * as z from 'zod';
import { parseBound } from '../gate/parse-bound.ts';
import { SCORER_NAMES } from '../scorer/scorer-for.ts';
import { matrixSchema, modelName } from './asked/matrix.ts';
import { targetSchema } from './asked/target.ts';
import { parseBaseline } from './parse-baseline.ts';

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

const regression = z.strictObject({
  maxDrop: z.number().min(0).max(1).describe('Largest accepted drop of the mean score.'),
  confidence: z.number().gt(0.5).lt(1).optional().describe('One-sided confidence of the verdict, default 0.95.'),
  onInconclusive: z.enum(['warn', 'fail']).optional().describe('What an undecided comparison means, default warn.'),
});

const scorerGate = z.strictObject({
  mean: shareBound.optional().describe('The mean score.'),
  passRate: shareBound.optional().describe('The share of cases that pass.'),
  p50: bound.optional().describe('The median of what the scorer measures.'),
  p95: bound.optional().describe('What 95 % of the answers stay within.'),
  regression: regression.optional().describe('Against the baseline, case by case.'),
  strict: z.boolean().optional().describe('No case that passed under the baseline may fail now.'),
});

const errorGate = z.strictObject({
  rate: shareBound.refine((value) => parseBound(value)?.operator === '<=', 'an upper bound like "<= 0.01"'),
});

/** Keys of `gate` that are about the whole run; no scorer may be called so. */
export const RUN_GATE_KEYS = ['errors', 'mustPass', 'maxCost'] as const;

const gate = z
  .object({
    errors: errorGate.optional().describe('Share of samples that may end in an error, default none.'),
    mustPass: z.array(text).optional().describe('Cases with one of these tags must pass every gating scorer in every repeat.'),
    maxCost: z.number().positive().optional().describe('US dollars for the whole run.'),
  })
  .catchall(scorerGate);

/** A scorer as it stands in a list; the parameters that each takes stand in `evals/scorer`. */
export const scorerEntry = z.looseObject({
  id: text.optional().describe('How the gate and the report name it; default: what it uses.'),
  uses: text.meta({ enum: [...SCORER_NAMES] }).describe('Which scorer.'),
});

/** A suite file (`*.eval.yaml`) as it is written. */
export const suiteFileSchema = z.strictObject({
  suite: text.describe('Name of the suite.'),
  prompts: z.union([text, z.array(text).min(1)]).describe('Ids of prompts, or patterns with * and **.'),
  model: modelName.describe('Asked instead of the model that the prompts name.').optional(),
  matrix: matrixSchema.describe('Several models or parameters, one run of the suite for each.').optional(),
  target: targetSchema.describe('A pipeline around the prompt, asked in place of a model.').optional(),
  dataset: text.describe('Path of the cases: .jsonl, .json, .csv or .yaml.'),
  split: z
    .strictObject({ tags: z.array(text).min(1) })
    .optional()
    .describe('Only cases with one of these tags.'),
  sample: z.int().positive().optional().describe('At most this many cases, drawn by the seed.'),
  seed: z.int().nonnegative().optional().describe('Draws the sample and the permutations of the statistics, default 0.'),
  repeat: z.int().positive().max(100).optional().describe('Answers asked per case, default 1.'),
  scorers: z.array(scorerEntry).min(1).describe('What is asked of each answer.'),
  baseline: text
    .refine((value) => parseBaseline(value) !== undefined, '`environment:<name>`, `git:<revision>`, `v<number>`, a digest or `none`')
    .optional()
    .describe('`environment:<name>`, a reference or `none`; default: what the target environment pins.'),
  gate: gate.optional().describe('What a run must reach, by the id of a scorer.'),
});

export type SuiteFile = z.infer<typeof suiteFileSchema>;

/** What later versions will read. Refused by name, so that nobody believes it counts. */
export const LATER_KEYS: ReadonlySet<string> = new Set(['judges', 'variants', 'monitors']);

/** Scorers that later versions will have. */
export const LATER_SCORERS: ReadonlySet<string> = new Set(['is-xml', 'is-sql', 'is-html', 'toxicity-words', 'js', 'exec']);

function isShare(bound: string): boolean {
  return (parseBound(bound)?.value ?? 0) <= 1 && !/s\s*$/.test(bound);
}
