import * as z from 'zod';
import { endpoint } from '../endpoint.ts';
import { actorSchema } from '../values.ts';
import { issuedTokenSchema, nameSchema } from './grants.ts';

const page = { method: 'GET', permission: 'public', reply: z.string(), replyType: 'text/html', retryable: false } as const;

/** 32 bytes in base64url, such as a SHA-256. */
const bytesSchema = z.string().regex(/^[\w-]{43}$/);

/** All three, or none: of a program that waits for the outcome on the machine of the browser (RFC 8252). */
const waitingProgram = {
  port: z.coerce.number().int().min(1024).max(65_535).exactOptional(),
  state: bytesSchema.exactOptional(),
  challenge: bytesSchema.exactOptional(),
};

/** What a provider may send; nothing in it is believed before it is checked against what was begun. */
const answerSchema = z.string().max(4000);

export const beginOidcSignIn = endpoint({
  ...page,
  name: 'beginOidcSignIn',
  summary: 'Send a browser to the identity provider that people sign in at',
  path: '/v1/oidc/start',
  query: z.strictObject(waitingProgram),
});

export const finishOidcSignIn = endpoint({
  ...page,
  name: 'finishOidcSignIn',
  summary: 'Where the identity provider sends the browser back to',
  path: '/v1/oidc/callback',
  query: z.object({ state: answerSchema }).catchall(answerSchema),
});

export const redeemOidcCode = endpoint({
  name: 'redeemOidcCode',
  summary: 'A token of your own, for the program that sent you to the identity provider',
  method: 'POST',
  path: '/v1/oidc/login-tokens',
  permission: 'public',
  body: z.strictObject({ code: z.string().min(1).max(1000), verifier: bytesSchema, name: nameSchema }),
  reply: issuedTokenSchema.extend({ user: actorSchema }),
  retryable: false,
});
