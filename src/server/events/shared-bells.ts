import type { Client } from 'pg';
import type { Doorbell } from './doorbell.ts';
import { repeat } from './repeat.ts';

/** The bells of one server, by names that all servers know. */
export type NamedBells = Readonly<Record<string, Doorbell>>;

const CHANNEL = 'promptlane';
/** Told apart from the connections that answer requests. */
const APPLICATION = 'promptlane bells';
/** Until a connection that broke is made again. */
const PAUSE_MS = 1000;
const CONNECT_MS = 10_000;

/**
 * Has the bells of all servers of a PostgreSQL ring together, until it is closed.
 *
 * It only wakes, and may be away for any time, as behind a pool that hands out connections per transaction: everyone who
 * listens looks by itself as well.
 */
export function shareBells(url: string, bells: NamedBells): { close(): Promise<void> } {
  let client: Client | undefined;
  let isClosed = false;
  let isHeard = false;
  const ringAll = (names: readonly string[]) => {
    isHeard = true;
    for (const name of names) bells[name]?.ring();
    isHeard = false;
  };
  const stopListening = Object.entries(bells).map(([name, bell]) =>
    bell.listen(() => {
      // Who is away finds out by looking.
      if (!isHeard) void client?.query('select pg_notify($1, $2)', [CHANNEL, name]).catch(() => undefined);
    }),
  );
  const listening = repeat(
    PAUSE_MS,
    async () => {
      const connection = await connected(url, (name) => ringAll([name]));
      client = connection;
      if (isClosed) return connection.end();
      const ended = new Promise<void>((resolve) => connection.once('end', resolve));
      await connection.query(`listen ${CHANNEL}`);
      // What was rung while nobody listened.
      ringAll(Object.keys(bells));
      return ended;
    },
    // A database that is away is told by every request.
    () => undefined,
  );
  return {
    async close() {
      isClosed = true;
      for (const stop of stopListening) stop();
      const stopped = listening.stop();
      await client?.end().catch(() => undefined);
      await stopped;
    },
  };
}

async function connected(url: string, heard: (name: string) => void): Promise<Client> {
  const pg = await import('pg');
  const client = new pg.Client({
    connectionString: url,
    application_name: APPLICATION,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  });
  // Without a listener a broken connection would end the process.
  client.on('error', () => undefined);
  let own: number | null = null;
  client.on('notification', ({ processId, payload = '' }) => {
    if (processId !== own) heard(payload);
  });
  await client.connect();
  own = (client as Client & { processID: number | null }).processID;
  return client;
}
