import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a PostgreSQL that can be cut and mended, as a network is. */
export interface BreakableConnection {
  /** The URL by this way. */
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Listens before the database that `url` names on a Unix socket. */
export async function breakableConnection(url: string): Promise<BreakableConnection> {
  const { pathname, searchParams } = new URL(url);
  const sockets = new Set<Socket>();
  const listen = (port: number) => {
    const server = createServer((near) => {
      const far = connect(`${searchParams.get('host')}/.s.PGSQL.5432`);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(one);
        one.pipe(other);
        one.on('error', () => undefined);
        one.on('close', () => other.destroy());
      }
    });
    return new Promise<typeof server>((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://postgres:a-secret-of-tests@127.0.0.1:${port}${pathname}`,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await closed;
    },
    async mend() {
      server = await listen(port);
    },
  };
}
