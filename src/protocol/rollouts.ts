import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import { comparisonSchema, rolloutChangeSchema, rolloutDefinitionSchema, rolloutSchema, rolloutVerdictSchema } from './rollout-values.ts';
import { rolloutIdSchema } from './served-rollout.ts';
import { cursorSchema, environmentParams, limitSchema, messageSchema, promptIdSchema, revisionSchema, timeSchema } from './values.ts';

const rollouts = '/v1/projects/:project/environments/:environment/rollouts';
const rolloutParams = environmentParams.extend({ prompt: promptIdSchema });
/** Absent: the newest of the prompt. */
const which = { rollout: rolloutIdSchema.exactOptional() };

export const listRollouts = endpoint({
  name: 'listRollouts',
  summary: 'Rollouts of an environment, the newest first',
  method: 'GET',
  path: rollouts,
  permission: 'environments:read',
  params: environmentParams,
  query: z.strictObject({
    prompt: promptIdSchema.exactOptional(),
    /** `under-way`: only those that are not over. */
    only: z.enum(['under-way']).exactOptional(),
    limit: limitSchema.exactOptional(),
  }),
  reply: z.object({ rollouts: z.array(rolloutSchema) }),
  retryable: true,
});

export const readRollout = endpoint({
  name: 'readRollout',
  summary: 'A rollout with what its figures say',
  method: 'GET',
  path: `${rollouts}/:prompt`,
  permission: 'environments:read',
  params: rolloutParams,
  query: z.strictObject(which),
  reply: z.object({ rollout: rolloutSchema, verdict: rolloutVerdictSchema, results: z.array(comparisonSchema) }),
  retryable: true,
});

export const startRollout = endpoint({
  name: 'startRollout',
  summary: 'Start a rollout, if each of its versions passes the policy as a pin would',
  method: 'POST',
  path: `${rollouts}/:prompt/start`,
  permission: 'pins:move',
  params: rolloutParams,
  body: z.strictObject({ definition: rolloutDefinitionSchema, reason: messageSchema.exactOptional() }),
  reply: z.object({ rollout: rolloutSchema, changes: z.array(rolloutChangeSchema), ...revisionSchema.shape }),
  retryable: 'with-key',
});

/** What people do to a rollout that is under way. */
export const ROLLOUT_ACTS = ['advance', 'pause', 'resume', 'complete', 'abort'] as const;
export type RolloutAct = (typeof ROLLOUT_ACTS)[number];

export const actOnRollout = endpoint({
  name: 'actOnRollout',
  summary: 'Advance, pause, resume, complete or abort a rollout',
  method: 'POST',
  path: `${rollouts}/:prompt/acts`,
  permission: 'environments:read',
  params: rolloutParams,
  body: z.strictObject({
    act: z.enum(ROLLOUT_ACTS),
    /** Of `complete`: the variant that is served from now on, or `control`. */
    keep: z.string().min(1).max(40).exactOptional(),
    reason: messageSchema.exactOptional(),
    ...which,
  }),
  reply: z.object({ rollout: rolloutSchema, changes: z.array(rolloutChangeSchema), ...revisionSchema.shape }),
  retryable: 'with-key',
});

/** A unit with what became of it: for each metric how many outcomes, and their mean. */
const unitSchema = z.object({
  unit: z.string(),
  variant: z.string(),
  firstAt: timeSchema,
  measures: z.record(z.string(), z.object({ count: z.number(), mean: z.number() })),
});
export type RolloutUnit = z.infer<typeof unitSchema>;

export const listRolloutUnits = endpoint({
  name: 'listRolloutUnits',
  summary: 'Every unit that a rollout has seen, with what became of it, in the order of their names',
  method: 'GET',
  path: `${rollouts}/:prompt/units`,
  permission: 'runs:read',
  params: rolloutParams,
  query: z.strictObject({ ...which, cursor: cursorSchema.exactOptional(), limit: limitSchema.exactOptional() }),
  reply: z.object({ rollout: rolloutIdSchema, units: z.array(unitSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});
