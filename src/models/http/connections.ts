import { Pool } from 'undici';

/** More than any run keeps in flight; the runner bounds the calls. */
const MAX_CONNECTIONS = 256;

interface Shared {
  readonly pool: Pool;
  users: number;
}

/** One pool per origin for the whole process: connections are reused by candidate, baseline and judges. */
const shared = new Map<string, Shared>();

/** A pool of connections to an origin; `release` closes it when nobody else uses it. */
export interface Connections {
  readonly pool: Pool;
  release(): Promise<void>;
}

/** Takes the shared pool of an origin. Deadlines are the caller's, by signal; so are the bounds of bodies. */
export function connectionsTo(origin: string): Connections {
  const entry = shared.get(origin) ?? { pool: newPool(origin), users: 0 };
  shared.set(origin, entry);
  entry.users += 1;
  let released = false;
  return {
    pool: entry.pool,
    async release() {
      if (released) return;
      released = true;
      entry.users -= 1;
      if (entry.users > 0) return;
      shared.delete(origin);
      await entry.pool.close();
    },
  };
}

function newPool(origin: string): Pool {
  return new Pool(origin, { connections: MAX_CONNECTIONS, headersTimeout: 0, bodyTimeout: 0 });
}
