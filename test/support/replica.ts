import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { DEFAULT_ENVIRONMENTS } from '../../src/release/environment.ts';
import { type ServerOptions, startServer } from '../../src/server/start-server.ts';
import type { RunningRegistry } from './running-registry.ts';

/** One more server on the database and the keys of a registry. */
export interface Replica {
  readonly url: string;
  /** Signed in as the admin. */
  readonly client: Registry;
  stop(): Promise<void>;
}

export async function replicaOf({ place, token, now }: RunningRegistry, options: Partial<ServerOptions> = {}): Promise<Replica> {
  const server = await startServer({
    dataFolder: place.dataFolder,
    ...(place.url !== undefined && { database: place.url }),
    port: 0,
    environments: DEFAULT_ENVIRONMENTS,
    clock: now,
    log: () => undefined,
    ...options,
  });
  const client = nativeRegistry({ url: server.url, token, project: 'default', fetchTimeoutMs: 60_000 });
  return {
    url: server.url,
    client,
    async stop() {
      await client.close();
      await server.close();
    },
  };
}
