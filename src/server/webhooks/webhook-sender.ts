import { randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Doorbell } from '../events/doorbell.ts';
import { repeat } from '../events/repeat.ts';
import type { Outgoing, PostResult } from '../outgoing/send-post.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { lastEvent, readEvents } from '../storage/events/events.ts';
import type { RegistryEvent } from '../storage/events/registry-event.ts';
import { endLease, takeLease } from '../storage/leases/leases.ts';
import type { Database } from '../storage/tables.ts';
import { dueWebhooks, keepProgress, type StoredWebhook } from '../storage/webhooks/webhooks.ts';
import { deliveryOf } from './delivery.ts';

export interface SenderTools {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly outgoing: Outgoing;
  readonly clock: Clock;
}

const POLL_MS = 1000;
const LEASE = 'webhooks';
/** Longer than one attempt takes. */
const LEASE_MS = 30_000;
const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 3_600_000;
/** An event that could not be delivered for so long is given up. */
const GIVE_UP_MS = 24 * 3_600_000;
const BATCH = 20;

/**
 * Delivers events to webhooks until it is stopped: at least once, each webhook's in order, from one server at a time.
 *
 * What is left to deliver stands in the database, the events themselves and how far each webhook has come: a server that is
 * killed in between loses nothing, and the next one sends the same delivery again.
 */
export function startWebhookSender(tools: SenderTools, bell: Doorbell, failed: (error: unknown) => void): { stop(): Promise<void> } {
  const holder = randomUUID();
  let isStopped = false;
  const mayGoOn = async () => {
    const time = tools.clock();
    return !isStopped && (await takeLease(tools.db, LEASE, holder, { time, until: time + LEASE_MS }));
  };
  const work = async () => {
    const due = await waiting(tools.db, tools.clock());
    if (due.length === 0 || !(await mayGoOn())) return;
    await Promise.all(due.map((webhook) => deliverAll(tools, webhook, mayGoOn)));
  };
  const repeated = repeat(POLL_MS, work, failed);
  const stopListening = bell.listen(() => repeated.wake());
  return {
    async stop() {
      isStopped = true;
      stopListening();
      await repeated.stop();
      await endLease(tools.db, LEASE, holder);
    },
  };
}

/** Webhooks that have something to tell and may be tried. Nothing is written while there are none. */
async function waiting(db: Database, time: number): Promise<StoredWebhook[]> {
  const due: StoredWebhook[] = [];
  for (const webhook of await dueWebhooks(db, time)) if ((await lastEvent(db, webhook.project)) > webhook.cursor) due.push(webhook);
  return due;
}

/** Delivers what waits for one webhook, up to the first attempt that fails. */
async function deliverAll(tools: SenderTools, webhook: StoredWebhook, mayGoOn: () => Promise<boolean>): Promise<void> {
  const { db, clock } = tools;
  const events = await readEvents(db, webhook.project, { after: webhook.cursor, limit: BATCH });
  let { attempts, dropped } = webhook;
  for (const event of events) {
    const { seq: cursor } = event;
    if (webhook.events.length > 0 && !webhook.events.includes(event.kind)) {
      await keepProgress(db, webhook.id, { cursor });
      continue;
    }
    if (!(await mayGoOn())) return;
    const result = await attempt(tools, webhook, event);
    const time = clock();
    if ('status' in result && result.status >= 200 && result.status < 300) {
      attempts = 0;
      await keepProgress(db, webhook.id, { cursor, attempts, nextAt: 0, deliveredAt: time, error: null, errorAt: null });
      continue;
    }
    attempts += 1;
    const error = 'status' in result ? `answered ${result.status}` : result.error;
    const isGivenUp = time - event.time >= GIVE_UP_MS;
    if (isGivenUp) dropped += 1;
    const nextAt = time + pauseAfter(attempts);
    await keepProgress(db, webhook.id, { ...(isGivenUp && { cursor, dropped }), attempts, nextAt, error, errorAt: time });
    if (!isGivenUp) return;
  }
}

async function attempt({ secrets, outgoing, clock }: SenderTools, webhook: StoredWebhook, event: RegistryEvent): Promise<PostResult> {
  try {
    const { headers, body } = deliveryOf(webhook, secrets.open(webhook.sealedSecret, webhook.id), event, clock());
    return await outgoing.post(webhook.url, headers, body);
  } catch (error) {
    return { error: (error as Error).message };
  }
}

/** Doubles up to an hour, and is never the same twice: a receiver that comes back is not met by everyone at once. */
function pauseAfter(attempts: number): number {
  return Math.round(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1)) * (0.75 + Math.random() / 2));
}
