import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of a test that can be asked. */
export interface Listening {
  readonly origin: string;
}

/** Has a server listen on a free port of loopback, or of every address. */
export async function listening(server: Server, host: '127.0.0.1' | '0.0.0.0' = '127.0.0.1'): Promise<Listening> {
  await new Promise<void>((ready) => server.listen(0, host, ready));
  return { origin: `http://${host}:${(server.address() as AddressInfo).port}` };
}

/** Ends a server with all its connections. */
export function closed(server: Server): Promise<void> {
  return new Promise((ended) => {
    server.close(() => ended());
    server.closeAllConnections();
  });
}
