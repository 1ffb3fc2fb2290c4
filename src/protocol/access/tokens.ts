import * as z from 'zod';
import { endpoint } from '../endpoint.ts';
import { actorSchema, cursorSchema, pageQuery, projectNameSchema, projectParams, timeSchema } from '../values.ts';
import { bindingSchema, expiryDaysSchema, grantSchema, issuedTokenSchema, nameSchema } from './grants.ts';

const project = '/v1/projects/:project';
const tokenParams = z.strictObject({ project: projectNameSchema, token: z.string().regex(/^[0-9a-f]{12}$/) });

/** A token without its secret. */
export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Whom it acts as. */
  owner: actorSchema.extend({ kind: z.enum(['user', 'machine']) }),
  bindings: z.array(bindingSchema),
  /** The branch that an admin bound it to. */
  branch: z.string().exactOptional(),
  createdAt: timeSchema,
  createdBy: z.string().exactOptional(),
  expiresAt: timeSchema.exactOptional(),
  revokedAt: timeSchema.exactOptional(),
  /** Right to a minute. */
  lastUsedAt: timeSchema.exactOptional(),
});

/** Those of machines for who may manage tokens; one's own for everyone. */
export const listTokens = endpoint({
  name: 'listTokens',
  summary: 'Your tokens in the project, and those of machines when you may manage them',
  method: 'GET',
  path: `${project}/tokens`,
  permission: 'prompts:read',
  params: projectParams,
  query: pageQuery,
  reply: z.object({ tokens: z.array(tokenSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

/** A token of a machine, which is a principal of its own. It may no more than who makes it. */
export const createToken = endpoint({
  name: 'createToken',
  summary: 'Make a token for a machine',
  method: 'POST',
  path: `${project}/tokens`,
  permission: 'tokens:manage',
  params: projectParams,
  body: z.strictObject({
    name: nameSchema,
    grants: z.array(grantSchema).min(1).max(20),
    expiresInDays: expiryDaysSchema.exactOptional(),
    /** What `source.branch` of a policy is compared with. */
    branch: nameSchema.exactOptional(),
  }),
  reply: issuedTokenSchema,
  retryable: false,
});

/** A token of one's own: the same person with less. */
export const createOwnToken = endpoint({
  name: 'createOwnToken',
  summary: 'Make a token of your own, with no more than you may',
  method: 'POST',
  path: `${project}/own-tokens`,
  permission: 'prompts:read',
  params: projectParams,
  body: z.strictObject({ name: nameSchema, grants: z.array(grantSchema).min(1).max(20), expiresInDays: expiryDaysSchema.exactOptional() }),
  reply: issuedTokenSchema,
  retryable: false,
});

export const revokeToken = endpoint({
  name: 'revokeToken',
  summary: 'End a token at once',
  method: 'DELETE',
  path: `${project}/tokens/:token`,
  permission: 'prompts:read',
  params: tokenParams,
  reply: tokenSchema,
  retryable: true,
});

/** Same owner, same grants, same time to live; the old one ends at once. */
export const rotateToken = endpoint({
  name: 'rotateToken',
  summary: 'Replace a token by a new one',
  method: 'POST',
  path: `${project}/tokens/:token/rotate`,
  permission: 'prompts:read',
  params: tokenParams,
  reply: issuedTokenSchema,
  retryable: false,
});

/** The token that the request is made with. */
export const revokeThisToken = endpoint({
  name: 'revokeThisToken',
  summary: 'End the token that this request is made with',
  method: 'DELETE',
  path: '/v1/token',
  permission: 'signed-in',
  reply: z.object({ ended: z.int() }),
  retryable: false,
});
