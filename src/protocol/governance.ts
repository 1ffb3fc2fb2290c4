import * as z from 'zod';
import { ACCESS_ROLES } from '../access/role.ts';
import { endpoint } from './endpoint.ts';
import { actorSchema, timeSchema } from './values.ts';

export const whoami = endpoint({
  name: 'whoami',
  summary: 'Who the token belongs to, and what it may do',
  method: 'GET',
  path: '/v1/whoami',
  permission: 'signed-in',
  reply: actorSchema.extend({
    kind: z.enum(['user', 'machine']),
    email: z.string().exactOptional(),
    /** When what it came in with ends. */
    expiresAt: timeSchema.exactOptional(),
    bindings: z.array(z.object({ role: z.enum(ACCESS_ROLES), project: z.string(), environments: z.string(), prompts: z.string() })),
  }),
  retryable: true,
});
