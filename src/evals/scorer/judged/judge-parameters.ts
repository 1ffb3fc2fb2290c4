import * as z from 'zod';
import { templated } from '../templated.ts';
import { TEXT_NAMES } from './judged-texts.ts';

const template = templated(z.string().min(1));

/** What every judge takes, ready ones included. */
const COMMON_PARAMETERS = {
  model: z
    .string()
    .regex(/^[^/\s]+\/\S+$/, 'a model written provider/model')
    .describe('Who judges. Default: the model of the judge prompt, else the default of the config.')
    .optional(),
  votes: z
    .int()
    .min(1)
    .max(15)
    .describe('How often the judge is asked; the median or the most frequent choice counts. Default 1.')
    .default(1),
  threshold: z.number().min(0).max(1).describe('The score, from 0 to 1, from which an answer passes.').optional(),
  context: template
    .describe('What the answer may be based on, like `{{ inputs.document }}`; a judge prompt shows it as `context`.')
    .optional(),
  variables: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of letters, digits and _')
        .refine((name) => !(TEXT_NAMES as readonly string[]).includes(name), `a name other than ${TEXT_NAMES.join(', ')}`),
      template,
    )
    .describe('More texts for the judge prompt, by the names of its variables, like `{{ inputs.ticket }}`. Shown as data.')
    .optional(),
  calibration: z
    .strictObject({
      labels: z.string().trim().min(1).describe('Answers that people judged, relative to the suite.'),
      minKappa: z.number().min(0).max(1).describe("The least agreement with them (Cohen's κ) with which this judge may gate."),
    })
    .describe('The gate takes this judge only while it agrees with people: see `promptlane eval calibrate`.')
    .optional(),
} as const;

const choices = z
  .record(z.string().trim().min(1).max(100), z.number().min(0).max(1))
  .refine((worth) => Object.keys(worth).length >= 2, 'at least two choices, each with its score from 0 to 1')
  .refine((worth) => new Set(Object.values(worth)).size >= 2, 'choices of more than one score');

const scale = z
  .strictObject({ min: z.number(), max: z.number() })
  .refine(({ min, max }) => min < max, '`min` below `max`')
  .describe('The figures that the judge may give; they become scores from 0 to 1. Default 1 to 5.');

/** A rubric is an instruction to the judge: what a case holds must not get into it. */
const rubric = z
  .string()
  .trim()
  .min(1)
  .refine((text) => !text.includes('{{'), 'a rubric without {{…}}: name texts of the case under `variables` or `context`')
  .describe('What a good answer is, in words. Judged with the ready prompt `rubric`.');

const judgeShape = z.strictObject({
  prompt: z.string().trim().min(1).describe('The id of a judge prompt of this repository.').optional(),
  rubric: rubric.optional(),
  mode: z.enum(['single', 'pairwise']).describe('One answer by itself (default), or two side by side.').default('single'),
  against: template
    .describe('With `mode: pairwise`: what the answer is compared with, like `{{ expected }}`. Default: the answer of the baseline.')
    .optional(),
  choices: choices.describe('The verdicts that the judge may give, each with its score from 0 to 1.').optional(),
  scale: scale.optional(),
  ...COMMON_PARAMETERS,
});

/** The parameters of `judge`. */
export const JUDGE_PARAMETERS = judgeShape
  .refine(
    ({ prompt, rubric: text, mode }) => mode === 'pairwise' || (prompt === undefined) !== (text === undefined),
    'either `prompt` or `rubric`',
  )
  .refine(({ prompt, rubric: text }) => prompt === undefined || text === undefined, 'either `prompt` or `rubric`, not both')
  .refine(({ choices: some, scale: range }) => some === undefined || range === undefined, 'either `choices` or `scale`, not both')
  .refine(({ mode, against }) => against === undefined || mode === 'pairwise', '`against` only with `mode: pairwise`')
  .refine(
    ({ mode, choices: some, scale: range }) => mode !== 'pairwise' || (some ?? range) === undefined,
    'no `choices` and no `scale` with `mode: pairwise`: an answer wins, ties or loses',
  );

export type JudgeParameters = z.infer<typeof judgeShape>;

/** The parameters of a ready judge. */
export const READY_PARAMETERS = z.strictObject(COMMON_PARAMETERS);

/** The same for one that compares with what a good answer shows. */
export const REFERENCE_PARAMETERS = z.strictObject({
  ...COMMON_PARAMETERS,
  expected: template.describe('The answer to compare with. Default: what the case expects.').default('{{ expected }}'),
});

/** The same for one that looks at what the answer was based on. */
export const CONTEXT_PARAMETERS = z.strictObject({
  ...COMMON_PARAMETERS,
  context: template.describe('What the answer may be based on, like `{{ inputs.document }}`.'),
});
