import * as z from 'zod';
import { ACCESS_ROLES } from '../access/role.ts';
import { endpoint } from './endpoint.ts';
import { actorSchema, cursorSchema, digestSchema, jsonSchema, limitSchema, projectParams, timeSchema } from './values.ts';

export const whoami = endpoint({
  name: 'whoami',
  summary: 'Who the token belongs to, and what it may do',
  method: 'GET',
  path: '/v1/whoami',
  permission: 'signed-in',
  reply: actorSchema.extend({
    kind: z.enum(['user', 'machine']),
    bindings: z.array(z.object({ role: z.enum(ACCESS_ROLES), project: z.string(), environments: z.string(), prompts: z.string() })),
  }),
  retryable: true,
});

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

export const readAudit = endpoint({
  name: 'readAudit',
  summary: 'The audit trail in order, as a hash chain',
  method: 'GET',
  path: '/v1/projects/:project/audit',
  permission: 'audit:read',
  params: projectParams,
  query: z.strictObject({ cursor: cursorSchema.exactOptional(), limit: limitSchema.exactOptional() }),
  reply: z.object({ entries: z.array(auditEntrySchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});
