import * as z from 'zod';
import { endpoint } from './endpoint.ts';
import { actorSchema, projectNameSchema, projectParams, timeSchema } from './values.ts';

/** `json`: signed with a secret. `github`: a `repository_dispatch` event, which starts workflows; the secret is a GitHub token. */
export const WEBHOOK_KINDS = ['json', 'github'] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

/** What a webhook can be told of. */
export const WEBHOOK_EVENTS = [
  'pins.moved',
  'environments.changed',
  'policy.changed',
  'policy.overridden',
  'review.requested',
  'review.decided',
  'version.revoked',
  'evidence.added',
  'draft.opened',
  'draft.closed',
  'rollout.changed',
] as const;

export const webhookIdSchema = z.string().regex(/^whk_[0-9a-f]{16}$/);

/** A webhook as it is shown: never with its secret. */
export const webhookSchema = z.object({
  id: webhookIdSchema,
  kind: z.enum(WEBHOOK_KINDS).or(z.string()),
  url: z.string(),
  /** Empty: all. */
  events: z.array(z.string()),
  createdAt: timeSchema,
  createdBy: actorSchema,
  /** Events that wait to be delivered. */
  waiting: z.int().nonnegative(),
  /** Events that were given up after 24 hours. */
  dropped: z.int().nonnegative(),
  deliveredAt: timeSchema.exactOptional(),
  /** Of the last attempt, when it failed. */
  error: z.object({ message: z.string(), time: timeSchema, attempts: z.int().nonnegative(), nextAt: timeSchema }).exactOptional(),
});
export type Webhook = z.infer<typeof webhookSchema>;

const webhooks = '/v1/projects/:project/webhooks';
const webhookParams = z.strictObject({ project: projectNameSchema, webhook: webhookIdSchema });

export const addWebhook = endpoint({
  name: 'addWebhook',
  summary: 'Add a webhook; the secret that signs its deliveries is shown in this answer and never again',
  method: 'POST',
  path: webhooks,
  permission: 'webhooks:manage',
  params: projectParams,
  body: z.strictObject({
    url: z.string().max(2000),
    kind: z.enum(WEBHOOK_KINDS),
    events: z.array(z.enum(WEBHOOK_EVENTS)).max(WEBHOOK_EVENTS.length).exactOptional(),
    /** Of `github`: the token that may dispatch. */
    token: z
      .string()
      .regex(/^[\x21-\x7e]{1,500}$/)
      .exactOptional(),
  }),
  reply: z.object({ webhook: webhookSchema, secret: z.string().exactOptional() }),
  retryable: 'with-key',
});

export const listWebhooks = endpoint({
  name: 'listWebhooks',
  summary: 'The webhooks of the project, with what became of their deliveries',
  method: 'GET',
  path: webhooks,
  permission: 'webhooks:manage',
  params: projectParams,
  reply: z.object({ webhooks: z.array(webhookSchema) }),
  retryable: true,
});

export const removeWebhook = endpoint({
  name: 'removeWebhook',
  summary: 'Remove a webhook; what it has not delivered is dropped',
  method: 'DELETE',
  path: `${webhooks}/:webhook`,
  permission: 'webhooks:manage',
  params: webhookParams,
  reply: z.object({ webhook: webhookSchema }),
  retryable: 'with-key',
});

export const testWebhook = endpoint({
  name: 'testWebhook',
  summary: 'Deliver a `ping` now, and tell what the receiver said',
  method: 'POST',
  path: `${webhooks}/:webhook/test`,
  permission: 'webhooks:manage',
  params: webhookParams,
  reply: z.object({ delivery: z.string(), status: z.int().exactOptional(), error: z.string().exactOptional(), ms: z.int().nonnegative() }),
  retryable: true,
});
