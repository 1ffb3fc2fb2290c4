import type { ServerResponse } from 'node:http';
import { Failure } from '../../../base/failure.ts';
import { HEARTBEAT_MS } from '../../../protocol/event-words.ts';
import type { Doorbell } from '../../events/doorbell.ts';
import { type Repeated, repeat } from '../../events/repeat.ts';
import { lastEvent } from '../../storage/events/events.ts';
import type { Database } from '../../storage/tables.ts';
import { type EventStream, openEventStream, type Subscription } from './event-stream.ts';

/** All open streams of this process. */
export interface EventStreams {
  /** Answers a request with a stream; resolves when it is open. @throws Failure `rate-limited` when there are too many. */
  open(take: () => ServerResponse, subscription: Subscription): Promise<void>;
  /** Checks the tokens of all streams: someone took one back, or a role. */
  recheck(): void;
  /** Ends all streams, and refuses new ones. */
  close(): Promise<void>;
  readonly size: number;
}

export interface EventStreamsOptions {
  readonly db: Database;
  readonly bell: Doorbell;
  readonly failed: (error: unknown) => void;
  readonly heartbeatMs?: number;
  readonly most?: StreamLimits;
}

export interface StreamLimits {
  readonly ofAll: number;
  readonly ofOnePrincipal: number;
}

/** How soon what another process wrote is noticed without a ring. */
const POLL_MS = 500;
const MOST: StreamLimits = { ofAll: 2000, ofOnePrincipal: 200 };

export function eventStreams({ db, bell, failed, heartbeatMs = HEARTBEAT_MS, most = MOST }: EventStreamsOptions): EventStreams {
  const streams = new Set<EventStream>();
  let isClosed = false;
  let follower: Repeated | undefined;
  const stopListening = bell.listen(() => follower?.wake());

  const heart = setInterval(() => {
    for (const stream of streams) stream.beat();
    // A role that was taken back by another server is noticed here.
    recheck();
  }, heartbeatMs);
  heart.unref();

  const recheck = () => {
    for (const stream of streams) void stream.recheck();
  };

  const forget = async (stream: EventStream) => {
    await stream.ended;
    streams.delete(stream);
    if (streams.size > 0) return;
    const idle = follower;
    follower = undefined;
    await idle?.stop();
  };

  return {
    get size() {
      return streams.size;
    },
    recheck,
    async open(take, subscription) {
      if (isClosed) throw new Failure('server-stopping', 'The server is being stopped.');
      const own = [...streams].filter(({ principal }) => principal.id === subscription.principal.id).length;
      if (streams.size >= most.ofAll || own >= most.ofOnePrincipal) {
        throw new Failure('rate-limited', 'Too many streams are open.', { hint: 'Close some, or let one process listen for several.' });
      }
      const stream = await openEventStream(take, subscription);
      streams.add(stream);
      void forget(stream);
      if (isClosed) stream.close();
      follower ??= repeat(POLL_MS, () => deliver(db, streams), failed);
      follower.wake();
    },
    async close() {
      isClosed = true;
      clearInterval(heart);
      stopListening();
      for (const stream of streams) stream.close();
      await follower?.stop();
    },
  };
}

/** Brings every stream up to the newest event of its project: one question per project, and more only where something happened. */
async function deliver(db: Database, streams: ReadonlySet<EventStream>): Promise<void> {
  const heads = new Map<string, number>();
  for (const stream of streams) {
    const head = heads.get(stream.project) ?? (await lastEvent(db, stream.project));
    heads.set(stream.project, head);
    await stream.catchUp(head);
  }
}
