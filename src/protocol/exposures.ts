import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import { rolloutIdSchema } from './served-rollout.ts';
import { digestSchema, environmentNameSchema, projectParams, promptIdSchema, textSchema, timeSchema } from './values.ts';

/** What a batch may hold: some 300 bytes each stay below the limit of a body. */
const MOST_EXPOSURES = 1000;

/** Made by the application, so that the same one may be sent again: a random UUID, for example. */
const ownId = textSchema.min(1).max(64);
/** Without control characters: it is shown, and written into tables. */
const unit = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must be well-formed text without control characters')
  .min(1)
  .max(200);
const variant = z.string().min(1).max(40);

/** What one unit got. */
export const exposureSchema = z.strictObject({
  id: ownId,
  prompt: promptIdSchema,
  environment: environmentNameSchema,
  rollout: rolloutIdSchema,
  variant,
  digest: digestSchema,
  unit,
  time: timeSchema,
});
export type Exposure = z.infer<typeof exposureSchema>;

/** What became of a call: 0 or 1 for what happened or not, milliseconds, dollars, a score. Rates and scores of judges lie between 0 and 1. */
export const outcomeSchema = z.strictObject({
  id: ownId,
  prompt: promptIdSchema,
  environment: environmentNameSchema,
  rollout: rolloutIdSchema,
  variant,
  unit,
  metric: textSchema.min(1).max(100),
  value: z.number().min(-1e9).max(1e9),
  time: timeSchema,
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** Why something that was sent is not counted. */
const DROPS = ['rollout-unknown', 'rollout-over', 'variant-unknown', 'not-compared', 'out-of-bounds', 'too-many-metrics'] as const;
export type DropReason = (typeof DROPS)[number];

const counted = z.object({
  /** New ones. */
  counted: z.int().nonnegative(),
  /** Counted before, or of a unit that was. */
  known: z.int().nonnegative(),
  /** Not to be sent again. */
  dropped: z.array(z.object({ id: z.string(), reason: z.enum(DROPS).or(z.string()) })),
});

export const addExposures = endpoint({
  name: 'addExposures',
  summary: 'Say which units got which variant; the first exposure of a unit counts, and sending one again changes nothing',
  method: 'POST',
  path: '/v1/projects/:project/exposures',
  permission: 'exposures:write',
  params: projectParams,
  body: z.strictObject({ exposures: z.array(exposureSchema).max(MOST_EXPOSURES) }),
  reply: counted,
  retryable: true,
});

export const addOutcomes = endpoint({
  name: 'addOutcomes',
  summary: 'Say what became of calls in a rollout; sending an outcome again changes nothing',
  method: 'POST',
  path: '/v1/projects/:project/outcomes',
  permission: 'exposures:write',
  params: projectParams,
  body: z.strictObject({ outcomes: z.array(outcomeSchema).max(MOST_EXPOSURES) }),
  reply: counted,
  retryable: true,
});
