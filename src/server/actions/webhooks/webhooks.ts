import { randomBytes } from 'node:crypto';
import { allowsEveryPrompt } from '../../../access/authorise.ts';
import { Failure } from '../../../base/failure.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { addWebhook as addEndpoint, testWebhook as testEndpoint, Webhook } from '../../../protocol/webhooks.ts';
import type { Outgoing } from '../../outgoing/send-post.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';
import { lastEvent } from '../../storage/events/events.ts';
import type { Database } from '../../storage/tables.ts';
import { insertWebhook, removeWebhook as remove, type StoredWebhook, webhooksOf } from '../../storage/webhooks/webhooks.ts';
import { deliveryOf } from '../../webhooks/delivery.ts';
import { actorOf, type Call, recordAct } from '../call.ts';

/** What webhooks need besides the call. */
export interface WebhookTools {
  readonly secrets: SecretBox;
  readonly outgoing: Outgoing;
}

/** Adds a webhook that hears of what happens from now on. @throws Failure `request-invalid`, `not-allowed`, `address-refused`. */
export async function addWebhook(
  call: Call,
  { secrets, outgoing }: WebhookTools,
  { url, kind, events = [], token }: BodyOf<typeof addEndpoint>,
): Promise<ReplyOf<typeof addEndpoint>> {
  requireWhole(call);
  if ((kind === 'github') !== (token !== undefined)) {
    throw new Failure('request-invalid', 'A webhook of kind `github` needs a `token`, and no other kind takes one.');
  }
  outgoing.check(url);
  const secret = token ?? `whsec_${randomBytes(32).toString('hex')}`;
  const id = `whk_${randomBytes(8).toString('hex')}`;
  return await call.db.transaction().execute(async (transaction) => {
    const webhook: StoredWebhook = {
      ...{ id, kind, url, events, project: call.project, sealedSecret: secrets.seal(secret, id) },
      ...{ createdAt: call.time, createdBy: actorOf(call), cursor: await lastEvent(transaction, call.project) },
      ...{ attempts: 0, nextAt: 0, deliveredAt: null, dropped: 0, error: null, errorAt: null },
    };
    await insertWebhook(transaction, webhook);
    const after = { kind, to: placeOf(url), events: [...events] };
    await recordAct(transaction, call, { target: id, before: null, after, verdict: 'webhook added' });
    return { webhook: await shown(transaction, webhook), ...(token === undefined && { secret }) };
  });
}

export async function listWebhooks(call: Call): Promise<{ webhooks: Webhook[] }> {
  requireWhole(call);
  const webhooks: Webhook[] = [];
  for (const webhook of await webhooksOf(call.db, call.project)) webhooks.push(await shown(call.db, webhook));
  return { webhooks };
}

/** @throws Failure `not-found` */
export async function removeWebhook(call: Call, id: string): Promise<{ webhook: Webhook }> {
  requireWhole(call);
  return await call.db.transaction().execute(async (transaction) => {
    const webhook = await webhookOf(transaction, call.project, id);
    const last = await shown(transaction, webhook);
    await remove(transaction, id);
    const before = { kind: webhook.kind, to: placeOf(webhook.url), events: [...webhook.events] };
    await recordAct(transaction, call, { target: id, before, after: null, verdict: 'webhook removed' });
    return { webhook: last };
  });
}

/** Sends a `ping` at once. @throws Failure `not-found` */
export async function testWebhook(call: Call, { secrets, outgoing }: WebhookTools, id: string): Promise<ReplyOf<typeof testEndpoint>> {
  requireWhole(call);
  const webhook = await webhookOf(call.db, call.project, id);
  const told = { kind: 'ping', time: call.time, data: {} };
  const delivery = deliveryOf(webhook, secrets.open(webhook.sealedSecret, webhook.id), told, call.time);
  const started = performance.now();
  const result = await outgoing.post(webhook.url, delivery.headers, delivery.body);
  return { delivery: delivery.id, ...result, ms: Math.round(performance.now() - started) };
}

/** Events name prompts and environments: who sees only some of them may not have all of them told. */
function requireWhole({ principal, project }: Call): void {
  if (allowsEveryPrompt(principal, 'webhooks:manage', { project })) return;
  throw new Failure('not-allowed', `${principal.name} may see some prompts only; a webhook tells of all.`);
}

async function webhookOf(db: Database, project: string, id: string): Promise<StoredWebhook> {
  const webhook = (await webhooksOf(db, project)).find((each) => each.id === id);
  if (webhook === undefined) throw new Failure('not-found', `There is no webhook ${id} in project "${project}".`);
  return webhook;
}

async function shown(db: Database, webhook: StoredWebhook): Promise<Webhook> {
  const { id, kind, url, events, createdAt, createdBy, dropped, deliveredAt, error, errorAt, attempts, nextAt } = webhook;
  const head = await lastEvent(db, webhook.project);
  return {
    ...{ id, kind, url, events: [...events], createdAt, createdBy, dropped, waiting: Math.max(0, head - webhook.cursor) },
    ...(deliveredAt !== null && { deliveredAt }),
    ...(error !== null && errorAt !== null && { error: { message: error, time: errorAt, attempts, nextAt } }),
  };
}

/** Queries of such addresses are keys more often than not. */
function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
