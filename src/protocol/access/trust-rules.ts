import * as z from 'zod';
import { endpoint } from '../endpoint.ts';
import { projectNameSchema, projectParams, timeSchema } from '../values.ts';
import { bindingSchema, grantSchema } from './grants.ts';

const project = '/v1/projects/:project';

/** HTTPS, or this machine: keys of an issuer that came over a plain line could be anyone's. */
const issuerSchema = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine(
    (text) => /^https:/.test(text) || /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:\/|$)/.test(text),
    'must be an https address',
  );

const refGlobSchema = z
  .string()
  .max(300)
  .regex(/^refs\/(?:heads|tags)\/[^\s\p{C}]+$/u, 'must be refs/heads/… or refs/tags/…, with `*` where any will do');

const claimSchema = z
  .string()
  .min(1)
  .max(400)
  .regex(/^[^\p{C}]+$/u);

const trustShape = {
  issuer: issuerSchema,
  /** The number of the repository, which stays when its name changes hands. */
  repositoryId: z.string().regex(/^\d{1,20}$/),
  ref: refGlobSchema,
  /** The environment that the job waits for at its CI service. */
  jobEnvironment: claimSchema.exactOptional(),
  /** The file that defines the job with its ref, with `*` where any will do. */
  workflow: claimSchema.exactOptional(),
};

export const trustRuleSchema = bindingSchema.extend({ id: z.string(), ...trustShape, createdAt: timeSchema, createdBy: z.string() });

export const listTrustRules = endpoint({
  name: 'listTrustRules',
  summary: 'Which jobs of CI services get a token without a secret',
  method: 'GET',
  path: `${project}/trust-rules`,
  permission: 'tokens:manage',
  params: projectParams,
  reply: z.object({ rules: z.array(trustRuleSchema) }),
  retryable: true,
});

export const addTrustRule = endpoint({
  name: 'addTrustRule',
  summary: 'Trust the jobs of one repository and ref with a role',
  method: 'POST',
  path: `${project}/trust-rules`,
  permission: 'tokens:manage',
  params: projectParams,
  body: z.strictObject({ ...trustShape, ...grantSchema.shape }),
  reply: trustRuleSchema,
  retryable: false,
});

export const removeTrustRule = endpoint({
  name: 'removeTrustRule',
  summary: 'Trust those jobs no more; their tokens end at once',
  method: 'DELETE',
  path: `${project}/trust-rules/:rule`,
  permission: 'tokens:manage',
  params: z.strictObject({ project: projectNameSchema, rule: z.string().regex(/^[0-9a-f]{12}$/) }),
  reply: trustRuleSchema,
  retryable: true,
});
