import * as z from 'zod';
import { endpoint } from '../endpoint.ts';
import { actorSchema, cursorSchema, pageQuery, projectNameSchema, projectParams, timeSchema } from '../values.ts';
import { bindingSchema, emailSchema, grantSchema } from './grants.ts';

const project = '/v1/projects/:project';
const memberParams = z.strictObject({ project: projectNameSchema, member: z.string().regex(/^(?:user|machine)-[0-9a-f]{12}$/) });

export const memberSchema = actorSchema.extend({
  kind: z.enum(['user', 'machine']),
  email: z.string().exactOptional(),
  /** Those that reach into this project. */
  bindings: z.array(bindingSchema),
  isDisabled: z.boolean(),
});

const invitationSchema = z.object({
  email: z.string(),
  bindings: z.array(bindingSchema),
  by: actorSchema,
  createdAt: timeSchema,
  expiresAt: timeSchema,
});

export const listMembers = endpoint({
  name: 'listMembers',
  summary: 'Who may do what in the project, and who is invited',
  method: 'GET',
  path: `${project}/members`,
  permission: 'members:manage',
  params: projectParams,
  query: pageQuery,
  /** Invitations come with the first page. */
  reply: z.object({ members: z.array(memberSchema), invitations: z.array(invitationSchema), next: cursorSchema.exactOptional() }),
  retryable: true,
});

/** Whoever is a user of the registry already gets the grants at once; anyone else gets a code, which is shown once. */
export const inviteMember = endpoint({
  name: 'inviteMember',
  summary: 'Invite a person by mail address, with grants in the project',
  method: 'POST',
  path: `${project}/members`,
  permission: 'members:manage',
  params: projectParams,
  body: z.strictObject({ email: emailSchema, grants: z.array(grantSchema).min(1).max(20) }),
  reply: z.object({
    email: z.string(),
    member: memberSchema.exactOptional(),
    code: z.string().exactOptional(),
    expiresAt: timeSchema.exactOptional(),
  }),
  retryable: false,
});

export const grantRole = endpoint({
  name: 'grantRole',
  summary: 'Give a member a role in some environments and prompts of the project',
  method: 'POST',
  path: `${project}/members/:member/grants`,
  permission: 'members:manage',
  params: memberParams,
  body: grantSchema,
  reply: memberSchema,
  retryable: true,
});

export const revokeRole = endpoint({
  name: 'revokeRole',
  summary: 'Take a role from a member, exactly as it was given',
  method: 'POST',
  path: `${project}/members/:member/revocations`,
  permission: 'members:manage',
  params: memberParams,
  body: grantSchema,
  reply: memberSchema,
  retryable: true,
});

/** The person stays known: what they did keeps its author. */
export const removeMember = endpoint({
  name: 'removeMember',
  summary: 'Take all roles in the project from a member; who has none left anywhere cannot sign in any more',
  method: 'DELETE',
  path: `${project}/members/:member`,
  permission: 'members:manage',
  params: memberParams,
  reply: memberSchema,
  retryable: true,
});

export const dropInvitation = endpoint({
  name: 'dropInvitation',
  summary: 'Take an invitation back',
  method: 'DELETE',
  path: `${project}/invitations/:email`,
  permission: 'members:manage',
  params: z.strictObject({ project: projectNameSchema, email: emailSchema }),
  reply: z.object({ email: z.string() }),
  retryable: true,
});
