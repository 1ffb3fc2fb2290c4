import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../../base/failure.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { serverSentEvents } from '../../base/net/server-sent-events.ts';
import { CLOSING, HEARTBEAT_MS } from '../../protocol/event-words.ts';
import { type Notification, notificationSchema, streamEvents } from '../../protocol/events.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import type { EventCalls } from '../areas/events.ts';
import { isPassing } from '../passing-failure.ts';
import type { HttpCaller } from './http-caller.ts';

/** Pauses before the connection is made again; the last one repeats. */
const BACKOFF_MS = [250, 1000, 3000, 10_000, 30_000];
/** A stream that says nothing for so long is dead, whatever the connection says. */
const SILENCE_MS = HEARTBEAT_MS * 3;
/** The calls that go on. */
export function eventCalls(http: HttpCaller): EventCalls {
  return {
    async *events(environment, { signal = new AbortController().signal } = {}) {
      let last: number | undefined;
      for (let failures = 0; !signal.aborted; failures += 1) {
        try {
          for await (const notification of oneStream(http, environment, last, signal)) {
            failures = 0;
            last = notification.seq;
            yield notification;
          }
        } catch (error) {
          if (signal.aborted) return;
          if (error instanceof Failure && !isPassing(error)) throw error;
        }
        await wait(BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)], undefined, { signal }).catch(() => undefined);
      }
    },
  };
}

async function* oneStream(
  http: HttpCaller,
  environment: EnvironmentName,
  last: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<Notification> {
  const headers = last === undefined ? {} : { 'last-event-id': String(last) };
  const body = await http.stream(streamEvents, { params: { environment }, headers, signal, silenceMs: SILENCE_MS });
  const tooLarge = (what: string) => new Failure('registry-broken', `The registry ${what}.`);
  for await (const { type, data } of serverSentEvents(body, { tooLarge })) {
    if (type === CLOSING) return;
    const notification = notificationSchema.safeParse(jsonValue(data));
    if (notification.success) yield notification.data;
  }
}
