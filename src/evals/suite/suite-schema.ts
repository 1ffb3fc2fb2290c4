import * as z from 'zod';
import { isStored, parseDatasetReference } from '../dataset/stored/dataset-reference.ts';
import { SCORER_NAMES } from '../scorer/scorer-for.ts';
import { matrixSchema, modelName } from './asked/matrix.ts';
import { targetSchema } from './asked/target.ts';
import { gateSchema } from './gate/gate-schema.ts';
import { parseBaseline } from './parse-baseline.ts';

const text = z.string().trim().min(1);

/** A scorer as it stands in a list; the parameters that each takes stand in `evals/scorer`. */
export const scorerEntry = z.looseObject({
  id: text.optional().describe('How the gate and the report name it; default: what it uses.'),
  uses: text.meta({ enum: [...SCORER_NAMES] }).describe('Which scorer.'),
});

const datasetName = text.refine(
  (value) => !isStored(value) || parseDatasetReference(value) !== undefined,
  'a path, or `registry:<name>@sha256:<64 hex digits>` as `promptlane dataset push` prints it',
);

/** Shares are decimal fractions: three times 0.1 and 0.7 is a little more than 1. */
const ROUNDING = 1e-9;

const split = z
  .strictObject({
    tags: z.array(text).min(1).optional().describe('Only cases with one of these tags.'),
    not: z.array(text).min(1).optional().describe('No cases with one of these tags.'),
    part: text.optional().describe('Only cases of this part; `of` has the parts.'),
    of: z.record(text, z.number().gt(0).max(1)).optional().describe('The share of each part, by name. Cases are parted by content.'),
  })
  .refine(({ part, of }) => (part === undefined) === (of === undefined), '`part` and `of` together')
  .refine(({ part, of }) => part === undefined || of === undefined || part in of, { error: 'a part that `of` names', path: ['part'] })
  .refine(({ of = {} }) => Object.values(of).reduce((sum, share) => sum + share, 0) <= 1 + ROUNDING, 'shares of at most 1 together');

/** A suite file (`*.eval.yaml`) as it is written. */
export const suiteFileSchema = z.strictObject({
  suite: text.describe('Name of the suite.'),
  prompts: z.union([text, z.array(text).min(1)]).describe('Ids of prompts, or patterns with * and **.'),
  model: modelName.describe('Asked instead of the model that the prompts name.').optional(),
  matrix: matrixSchema.describe('Several models or parameters, one run of the suite for each.').optional(),
  target: targetSchema.describe('A pipeline around the prompt, asked in place of a model.').optional(),
  dataset: z
    .union([datasetName, z.array(datasetName).min(1)])
    .describe(
      'Where the cases are: paths (.jsonl, .json, .csv, .yaml, also gzipped), patterns with * and **, or registry:<name>@<digest>.',
    ),
  split: split.optional().describe('Which of the cases.'),
  sample: z.int().positive().optional().describe('At most this many cases, drawn by the seed.'),
  seed: z.int().nonnegative().optional().describe('Draws the sample and the permutations of the statistics, default 0.'),
  repeat: z.int().positive().max(100).optional().describe('Answers asked per case, default 1.'),
  scorers: z.array(scorerEntry).min(1).describe('What is asked of each answer.'),
  baseline: text
    .refine(
      (value) => parseBaseline(value) !== undefined,
      '`environment:<name>`, `git:<revision>`, `v<number>`, a digest, `file:<run file>` or `none`',
    )
    .optional()
    .describe('`environment:<name>`, a reference, `file:<run file>` or `none`; default: what the target environment pins.'),
  gate: gateSchema.optional().describe('What a run must reach, by the id of a scorer.'),
});

export type SuiteFile = z.infer<typeof suiteFileSchema>;

/** What is said elsewhere than in a suite, though people look for it here, and where. */
export const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['judges', 'A judge is a scorer: put it into `scorers`, like { id: polite, uses: judge, rubric: "The answer is polite." }.'],
  [
    'variants',
    'Compare models and parameters with `matrix`, and versions with `baseline`; variants of live traffic are those of a rollout.',
  ],
  ['monitors', 'A monitor is a file of its own: monitors/<name>.monitor.yaml.'],
]);
