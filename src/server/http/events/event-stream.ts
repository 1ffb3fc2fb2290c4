import type { ServerResponse } from 'node:http';
import { allows } from '../../../access/authorise.ts';
import type { Principal } from '../../../access/principal.ts';
import { isJsonObject } from '../../../base/json/canonical-json.ts';
import { CLOSING, READY } from '../../../protocol/event-words.ts';
import type { Notification } from '../../../protocol/events.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { lastEvent, readEvents } from '../../storage/events/events.ts';
import type { RegistryEvent } from '../../storage/events/registry-event.ts';
import type { Database } from '../../storage/tables.ts';

/** Who listens to what. */
export interface Subscription {
  readonly db: Database;
  readonly principal: Principal;
  readonly project: string;
  readonly environment: EnvironmentName;
  /** The last event that the client heard of; absent: it wants those from now on. */
  readonly after: number | undefined;
  /** Checks the token again. @throws Failure when it may no longer listen. */
  readmit(): Promise<Principal | undefined>;
  /** How its client wants to be told that something happened; default: as our notifications. */
  say?(notification: Notification): Message;
}

/** An event as the stream says it. */
export interface Message {
  readonly event: string;
  readonly data: object;
}

/** An open stream of notifications. */
export interface EventStream {
  readonly project: string;
  readonly principal: Principal;
  /** Sends what happened since, when the project has come to `head`. */
  catchUp(head: number): Promise<void>;
  beat(): void;
  /** Ends the stream of a token that was revoked or lost its role. */
  recheck(): Promise<void>;
  /** Says goodbye: the server stops. */
  close(): void;
  /** Resolves when the stream has ended, whoever ended it. */
  readonly ended: Promise<void>;
}

/** How long a client waits before it connects again, unless it knows better. */
const RETRY_MS = 2000;
/** What a reader may leave unread; a notification has some 150 bytes. */
const UNREAD_BYTES = 64 * 1024;
/** Missed events that are sent one by one. Who missed more is told to read the state. */
const REPLAY = 1000;
const PAGE = 100;

/** Opens a stream on the response that `take` gives; before it is taken, a failure is answered as any other. */
export async function openEventStream(take: () => ServerResponse, subscription: Subscription): Promise<EventStream> {
  const { db, project, environment, principal, readmit, say = asNotification } = subscription;
  const head = await lastEvent(db, project);
  const { after } = subscription;
  // More than there are: of another database, or of this one before it was restored.
  const isResumed = after !== undefined && after <= head && head - after <= REPLAY;
  let cursor = isResumed ? after : head;
  let current = principal;
  const out = take();
  const ended = new Promise<void>((resolve) => out.once('close', resolve));
  const write = (text: string) => {
    if (out.destroyed || out.writableEnded) return;
    out.write(text);
    if (out.writableLength > UNREAD_BYTES) out.destroy();
  };
  out.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  });
  write(`retry: ${RETRY_MS}\n\n`);
  const tell = (notification: Notification) => write(textOf(notification.seq, say(notification)));
  if (!isResumed) tell({ seq: head, kind: READY, time: Date.now() });
  return {
    project,
    principal,
    ended,
    async catchUp(newest) {
      while (cursor < newest && !out.destroyed) {
        const events = await readEvents(db, project, { after: cursor, environment, limit: PAGE });
        for (const event of events) tell(notificationOf(event, current, project, environment));
        cursor = events.length < PAGE ? Math.max(newest, events.at(-1)?.seq ?? 0) : (events.at(-1)?.seq ?? newest);
      }
    },
    beat: () => write(': still here\n\n'),
    async recheck() {
      try {
        current = (await readmit()) ?? current;
      } catch {
        out.end();
      }
    },
    close() {
      write(`retry: ${RETRY_MS}\nevent: ${CLOSING}\ndata: {}\n\n`);
      out.end();
    },
  };
}

/** Which event it was; of what it did only the revision. A prompt that the listener may not see is not named. */
function notificationOf(event: RegistryEvent, principal: Principal, project: string, listened: EnvironmentName): Notification {
  const { seq, kind, time, environment, prompt, data } = event;
  const { epoch, revision } = isJsonObject(data) ? data : {};
  const isSeen = prompt !== undefined && allows(principal, 'environments:read', { project, environment: environment ?? listened, prompt });
  return {
    seq,
    kind,
    time,
    ...(environment !== undefined && { environment }),
    ...(isSeen && { prompt }),
    ...(typeof epoch === 'number' && { epoch }),
    ...(typeof revision === 'number' && { revision }),
  };
}

function asNotification(notification: Notification): Message {
  return { event: notification.kind, data: notification };
}

function textOf(id: number, { event, data }: Message): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
