import type { BodyOf, ReplyOf } from '../../protocol/endpoint.ts';
import type { addWebhook, testWebhook, Webhook } from '../../protocol/webhooks.ts';

export type WebhookRequest = BodyOf<typeof addWebhook>;
export type AddedWebhook = ReplyOf<typeof addWebhook>;
export type WebhookPing = ReplyOf<typeof testWebhook>;

/** Who is told of what happens in a project. */
export interface WebhookCalls {
  /** Oldest first. */
  webhooks(): Promise<Webhook[]>;
  /** The secret that signs its deliveries is in this answer and never again. @throws Failure `address-refused` */
  addWebhook(request: WebhookRequest): Promise<AddedWebhook>;
  /** Delivers a `ping` now. What the receiver said or failed with is data. @throws Failure `not-found` */
  testWebhook(id: string): Promise<WebhookPing>;
  /** @throws Failure `not-found` */
  removeWebhook(id: string): Promise<Webhook>;
}
