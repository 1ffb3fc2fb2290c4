import * as z from 'zod';
import { checkpointSchema, signingKeySchema } from '../access/audit/signed-shapes.ts';
import { endpoint } from './endpoint.ts';
import {
  actorSchema,
  cursorSchema,
  digestSchema,
  jsonSchema,
  limitSchema,
  pageQuery,
  projectParams,
  textSchema,
  timeSchema,
} from './values.ts';

/**
 * One audit entry. `hash` is the digest of all other members as canonical JSON; `previous` is the hash before it.
 * Loose, so that a client can recompute the hash of an entry that has members it does not know.
 */
export const auditEntrySchema = z.looseObject({
  seq: z.int().positive(),
  time: timeSchema,
  actor: actorSchema,
  action: z.string(),
  target: z.string(),
  before: jsonSchema.nullable(),
  after: jsonSchema.nullable(),
  verdict: z.string(),
  requestId: z.string(),
  previous: digestSchema,
  hash: digestSchema,
});

const word = textSchema.min(1).max(300);
const time = z.coerce.number().int().nonnegative();

/** Which entries of a trail: each that is given must hold. */
const auditFilterSchema = z.strictObject({
  /** The id or the name of who acted. */
  actor: word.exactOptional(),
  action: word.exactOptional(),
  /** A text that the target holds. */
  target: word.exactOptional(),
  /** From this moment on; milliseconds since the epoch. */
  since: time.exactOptional(),
  /** Before this moment. */
  until: time.exactOptional(),
});

const trail = '/v1/projects/:project/audit';

export const readAudit = endpoint({
  name: 'readAudit',
  summary: 'The audit trail, as a hash chain; with filters a part of it',
  method: 'GET',
  path: trail,
  permission: 'audit:read',
  params: projectParams,
  query: auditFilterSchema.extend({
    /** `oldest` first, unless it is said. */
    order: z.enum(['oldest', 'newest']).exactOptional(),
    ...pageQuery.shape,
  }),
  reply: z.object({ entries: z.array(auditEntrySchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

/** What to keep outside of the registry: with it, nothing up to that entry can be changed unseen. It tells of no one. */
export const readCheckpoint = endpoint({
  name: 'readCheckpoint',
  summary: 'The end of the audit trail, signed now if it was not',
  method: 'GET',
  path: `${trail}/checkpoint`,
  permission: 'prompts:read',
  params: projectParams,
  reply: z.object({ checkpoint: checkpointSchema.exactOptional() }),
  retryable: true,
});

export const listCheckpoints = endpoint({
  name: 'listCheckpoints',
  summary: 'What was signed of the audit trail, oldest first',
  method: 'GET',
  path: `${trail}/checkpoints`,
  permission: 'audit:read',
  params: projectParams,
  query: z.strictObject({ cursor: cursorSchema.exactOptional(), limit: limitSchema.exactOptional() }),
  reply: z.object({ checkpoints: z.array(checkpointSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

export const listKeys = endpoint({
  name: 'listKeys',
  summary: 'The public keys that this registry signs and signed with, oldest first',
  method: 'GET',
  path: '/v1/keys',
  permission: 'public',
  reply: z.object({ keys: z.array(signingKeySchema) }),
  retryable: true,
});
