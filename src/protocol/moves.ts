import * as z from 'zod';
import { REFUSAL_CODES } from '../release/plan.ts';
import { endpoint } from './endpoint.ts';
import { moveSchema, quarantinedSchema } from './environments.ts';
import { rolloutDefinitionSchema, rolloutSchema } from './rollout-values.ts';
import { rolloutIdSchema } from './served-rollout.ts';
import {
  commitSchema,
  digestSchema,
  environmentNameSchema,
  environmentParams,
  messageSchema,
  pinsSchema,
  promptIdSchema,
  revisionSchema,
} from './values.ts';

/** A refusal as JSON. Codes are open on purpose: an older client shows the message of a refusal it does not know. */
const refusalSchema = z.object({
  code: z.enum(REFUSAL_CODES).or(z.string()),
  prompt: promptIdSchema.exactOptional(),
  message: z.string(),
  satisfy: z.string(),
});

const environment = '/v1/projects/:project/environments/:environment';
const wanted = {
  pins: pinsSchema,
  prune: z.boolean().exactOptional(),
  /** Rollouts that are to be under way; those that are not listed stay as they are. */
  rollouts: z.array(rolloutDefinitionSchema).max(100).exactOptional(),
};
const expected = z.strictObject({ epoch: z.int().nonnegative(), revision: z.int().nonnegative() });
const moved = z.object({ environment: environmentNameSchema, ...revisionSchema.shape, moves: z.array(moveSchema) });

export const planPins = endpoint({
  name: 'planPins',
  summary: 'What apply would do, and whether policy lets it; changes nothing',
  method: 'POST',
  path: `${environment}/plan`,
  permission: 'environments:read',
  params: environmentParams,
  body: z.strictObject(wanted),
  reply: moved.extend({
    refusals: z.array(refusalSchema),
    /** What would become of the rollouts that were asked for. `over`: it was carried out already, and nothing happens. */
    rollouts: z
      .array(
        z.object({
          prompt: promptIdSchema,
          change: z.enum(['start', 'update', 'none', 'over']).or(z.string()),
          rollout: rolloutIdSchema.exactOptional(),
        }),
      )
      .exactOptional(),
    /** What policy lets pass though someone may want to know. */
    notes: z.array(z.string()).exactOptional(),
  }),
  retryable: true,
});

export const applyPins = endpoint({
  name: 'applyPins',
  summary: 'Move all these pins or none, if the environment is still at the expected revision',
  method: 'POST',
  path: `${environment}/apply`,
  permission: 'pins:move',
  params: environmentParams,
  body: z.strictObject({
    ...wanted,
    expected,
    cause: z.enum(['apply', 'promote']),
    message: messageSchema.exactOptional(),
    commit: commitSchema.exactOptional(),
    /** Move against policy, and say why; needs `policies:override`. */
    breakGlass: z.strictObject({ reason: messageSchema }).exactOptional(),
  }),
  /** `rollouts`: those that were started or changed. */
  reply: moved.extend({ rollouts: z.array(rolloutSchema).exactOptional() }),
  retryable: 'with-key',
});

export const rollbackPin = endpoint({
  name: 'rollbackPin',
  summary: 'Return a prompt to a version that was active here; the version left is quarantined',
  method: 'POST',
  path: `${environment}/rollback`,
  permission: 'pins:move',
  params: environmentParams,
  body: z.strictObject({
    prompt: promptIdSchema,
    /** Default: the version active here before. */
    to: digestSchema.exactOptional(),
    reason: messageSchema,
    expected: expected.exactOptional(),
  }),
  /** What was left; absent when nothing was pinned. */
  reply: moved.extend({
    quarantined: digestSchema.exactOptional(),
    /** The rollout that it ended. */
    rollouts: z.array(rolloutSchema).exactOptional(),
  }),
  retryable: 'with-key',
});

export const unquarantine = endpoint({
  name: 'unquarantine',
  summary: 'Let a version that was rolled back be pinned here again',
  method: 'POST',
  path: `${environment}/unquarantine`,
  permission: 'pins:move',
  params: environmentParams,
  body: z.strictObject({ prompt: promptIdSchema, digest: digestSchema, reason: messageSchema }),
  reply: quarantinedSchema,
  retryable: 'with-key',
});
