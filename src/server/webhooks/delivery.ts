import { createHmac } from 'node:crypto';
import type { RegistryEvent } from '../storage/events/registry-event.ts';
import type { StoredWebhook } from '../storage/webhooks/webhooks.ts';

/** One request to a receiver. */
export interface Delivery {
  /** The same for every attempt at the same event, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is told: an event, or the `ping` of a test. */
export type Told = Pick<RegistryEvent, 'time' | 'data'> &
  Partial<Pick<RegistryEvent, 'seq' | 'environment' | 'prompt'>> & { readonly kind: string };

/** The request that tells a webhook of an event; `time` is when it is sent, in milliseconds. */
export function deliveryOf(webhook: StoredWebhook, secret: string, told: Told, time: number): Delivery {
  const id = `${webhook.id}.${told.seq ?? `ping-${time}`}`;
  const { project } = webhook;
  const { seq, kind, environment, prompt, data } = told;
  const message = {
    delivery: id,
    project,
    kind,
    ...(seq !== undefined && { seq }),
    time: told.time,
    ...(environment !== undefined && { environment }),
    ...(prompt !== undefined && { prompt }),
    data,
  };
  const named = { 'content-type': 'application/json', 'user-agent': 'promptlane', 'promptlane-delivery': id, 'promptlane-event': kind };
  if (webhook.kind === 'github') {
    const body = JSON.stringify({ event_type: `promptlane.${kind}`, client_payload: message });
    const accept = 'application/vnd.github+json';
    return { id, body, headers: { ...named, accept, authorization: `Bearer ${secret}`, 'x-github-api-version': '2022-11-28' } };
  }
  const body = JSON.stringify(message);
  const timestamp = String(Math.floor(time / 1000));
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { id, body, headers: { ...named, 'promptlane-timestamp': timestamp, 'promptlane-signature': `sha256=${mac}` } };
}
