import * as z from 'zod';
import { endpoint } from '../endpoint.ts';
import { actorSchema, timeSchema } from '../values.ts';
import { emailSchema, issuedTokenSchema, nameSchema, newPasswordSchema } from './grants.ts';

const passwordSchema = z.string().min(1).max(256);
const credentials = { email: emailSchema, password: passwordSchema };

/** Carries the token against forgery in requests of a browser that change something. */
export const CSRF_HEADER = 'x-csrf-token';

/** Signs a browser in: the answer sets its cookie. */
export const openSession = endpoint({
  name: 'openSession',
  summary: 'Sign in with a password, as a browser',
  method: 'POST',
  path: '/v1/sessions',
  permission: 'public',
  body: z.strictObject(credentials),
  reply: z.object({ user: actorSchema, csrf: z.string(), expiresAt: timeSchema }),
  retryable: false,
});

/** Signs a program of a person in: it gets a token of theirs. */
export const createLoginToken = endpoint({
  name: 'createLoginToken',
  summary: 'Sign in with a password, as a program: a token of your own',
  method: 'POST',
  path: '/v1/login-tokens',
  permission: 'public',
  body: z.strictObject({ ...credentials, name: nameSchema }),
  reply: issuedTokenSchema.extend({ user: actorSchema }),
  retryable: false,
});

export const redeemCode = endpoint({
  name: 'redeemCode',
  summary: 'Become a member by the code of an invitation, or the first admin by the set-up code',
  method: 'POST',
  path: '/v1/codes/redeem',
  permission: 'public',
  body: z.strictObject({
    code: z.string().min(1).max(60),
    /** With the set-up code only: an invitation knows whom it is for. */
    email: emailSchema.exactOptional(),
    name: nameSchema,
    password: newPasswordSchema,
  }),
  reply: z.object({ user: actorSchema, email: z.string() }),
  retryable: false,
});

export const listSessions = endpoint({
  name: 'listSessions',
  summary: 'The browsers in which you are signed in',
  method: 'GET',
  path: '/v1/sessions',
  permission: 'signed-in',
  reply: z.object({
    /** Of the session that asks: pages of other sites cannot read it. Absent for a token, which needs none. */
    csrf: z.string().exactOptional(),
    sessions: z.array(
      z.object({
        id: z.string(),
        createdAt: timeSchema,
        seenAt: timeSchema,
        expiresAt: timeSchema,
        agent: z.string(),
        isCurrent: z.boolean(),
      }),
    ),
  }),
  retryable: true,
});

/** `current` names the one that asks. */
export const endSession = endpoint({
  name: 'endSession',
  summary: 'Sign one of your browsers out',
  method: 'DELETE',
  path: '/v1/sessions/:session',
  permission: 'signed-in',
  params: z.strictObject({ session: z.string().regex(/^(?:current|[0-9a-f]{12})$/) }),
  reply: z.object({ ended: z.int() }),
  retryable: true,
});

export const changePassword = endpoint({
  name: 'changePassword',
  summary: 'Change your password; your other browsers are signed out',
  method: 'POST',
  path: '/v1/password',
  permission: 'signed-in',
  body: z.strictObject({ current: passwordSchema, next: newPasswordSchema }),
  reply: z.object({ ended: z.int() }),
  retryable: false,
});
