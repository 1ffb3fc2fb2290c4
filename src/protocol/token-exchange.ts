import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import { projectParams } from './values.ts';

/** Three base64url parts; what is larger is no ID token of a CI service. */
const idTokenSchema = z
  .string()
  .max(16_384)
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, 'must be a signed JSON Web Token');

/**
 * Gives a job of a CI service a short-lived token for the ID token that says which job it is.
 *
 * The audience of the ID token is the address of the registry, exactly. A refusal has the code `id-token-refused`
 * and a reason in its details. An ID token is taken once, so a request is repeated with a new one only.
 */
export const exchangeIdToken = endpoint({
  name: 'exchangeIdToken',
  summary: 'A short-lived token for a job that shows an ID token of its CI service',
  method: 'POST',
  path: '/v1/projects/:project/token-exchange',
  permission: 'public',
  params: projectParams,
  body: z.strictObject({ idToken: idTokenSchema }),
  reply: z.object({
    token: z.string().min(1),
    /** Seconds, so that the clocks of the two need not agree. */
    expiresIn: z.int().positive(),
  }),
  retryable: false,
});

/** Why a registry takes no token for an ID token: `untrusted` = it is genuine, and no trust rule fits the job. */
const ID_TOKEN_REFUSALS = ['malformed', 'signature', 'issuer', 'audience', 'expired', 'not-yet-valid', 'used', 'untrusted'] as const;
export type IdTokenRefusal = (typeof ID_TOKEN_REFUSALS)[number];

/** The details of a refusal. Open on purpose: a newer registry may know other reasons. */
export const idTokenRefusedSchema = z.object({ reason: z.enum(ID_TOKEN_REFUSALS).or(z.string()) });
