import * as z from 'zod';
import { canonicalJson, type JsonObject } from '../base/json/canonical-json.ts';
import { isDeeperThan } from '../base/json/json-depth.ts';
import type { EnvironmentPolicy } from '../release/environment.ts';
import { endpoint } from './endpoint.ts';
import { servedRolloutSchema } from './served-rollout.ts';
import {
  actorSchema,
  commitSchema,
  cursorSchema,
  digestSchema,
  environmentNameSchema,
  environmentParams,
  jsonSchema,
  messageSchema,
  pageQuery,
  pinsSchema,
  projectNameSchema,
  projectParams,
  promptIdSchema,
  revisionSchema,
  timeSchema,
} from './values.ts';

const POLICY_DEPTH = 50;

/** What cannot be kept, hashed and read back would fail after it was accepted: in the audit trail, at the next read. */
function isStorable(policy: JsonObject): boolean {
  if (isDeeperThan(policy, POLICY_DEPTH)) return false;
  try {
    return canonicalJson(policy) !== '';
  } catch {
    return false;
  }
}

/** Kept as written, members unknown to this server included: evaluating those refuses, dropping them would open the gate. */
const policySchema = z
  .record(z.string(), jsonSchema)
  .refine(isStorable, `must be finite, well-formed and at most ${POLICY_DEPTH} levels deep`) as unknown as z.ZodType<
  EnvironmentPolicy,
  EnvironmentPolicy
>;

const environmentDefinitionSchema = z.strictObject({ name: environmentNameSchema, policy: policySchema });

const environmentsReply = z.object({
  environments: z.array(z.object({ name: environmentNameSchema, policy: policySchema, ...revisionSchema.shape })),
});

const environments = '/v1/projects/:project/environments';

export const listEnvironments = endpoint({
  name: 'listEnvironments',
  summary: 'The environments in release order, with their policies',
  method: 'GET',
  path: environments,
  permission: 'environments:read',
  params: projectParams,
  reply: environmentsReply,
  retryable: true,
});

export const setEnvironments = endpoint({
  name: 'setEnvironments',
  summary: 'Replace the environments, their order and their policies',
  method: 'PUT',
  path: environments,
  permission: 'environments:configure',
  params: projectParams,
  body: z.strictObject({
    environments: z.array(environmentDefinitionSchema).min(1).max(50),
    /** For the audit trail. */
    reason: messageSchema.exactOptional(),
  }),
  reply: environmentsReply,
  retryable: true,
});

export const readState = endpoint({
  name: 'readState',
  summary: 'Everything an environment serves; answers 304 to a known ETag',
  method: 'GET',
  path: `${environments}/:environment/state`,
  permission: 'environments:read',
  params: environmentParams,
  reply: z.object({
    project: projectNameSchema,
    environment: environmentNameSchema,
    ...revisionSchema.shape,
    pins: pinsSchema,
    /** Prompts that applications are told not to use, by id; their pins stay. */
    killed: z.array(promptIdSchema),
    /** How the traffic of a prompt is split, of those that have a rollout under way. */
    rollouts: z.record(promptIdSchema, servedRolloutSchema),
    /** Contents that are never to be used again, wherever they came from: a cache, a bundle. */
    revoked: z.array(digestSchema),
  }),
  retryable: true,
});

/** Why an environment changed. */
const CAUSES = ['apply', 'promote', 'rollback', 'kill', 'unkill', 'rollout', 'revoke'] as const;
export const causeSchema = z.enum(CAUSES);
export type Cause = z.infer<typeof causeSchema>;

export const moveSchema = z.object({ prompt: promptIdSchema, from: digestSchema.exactOptional(), to: digestSchema.exactOptional() });

export const historyEntrySchema = z.object({
  ...revisionSchema.shape,
  time: timeSchema,
  actor: actorSchema,
  cause: causeSchema,
  message: z.string().exactOptional(),
  /** What was checked out where it was moved from. */
  commit: commitSchema.exactOptional(),
  moves: z.array(moveSchema),
});

export const readHistory = endpoint({
  name: 'readHistory',
  summary: 'Who moved what, when and why, newest first',
  method: 'GET',
  path: `${environments}/:environment/history`,
  permission: 'environments:read',
  params: environmentParams,
  query: z.strictObject({
    prompt: promptIdSchema.exactOptional(),
    ...pageQuery.shape,
  }),
  reply: z.object({ entries: z.array(historyEntrySchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

export const quarantinedSchema = z.object({
  prompt: promptIdSchema,
  digest: digestSchema,
  since: timeSchema,
  by: actorSchema,
  reason: z.string(),
});

export const readQuarantine = endpoint({
  name: 'readQuarantine',
  summary: 'Versions that were rolled back here and may not return until released',
  method: 'GET',
  path: `${environments}/:environment/quarantine`,
  permission: 'environments:read',
  params: environmentParams,
  reply: z.object({ quarantined: z.array(quarantinedSchema) }),
  retryable: true,
});
