import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server in front of another one that is far away. */
export interface DelayingProxy {
  readonly url: string;
  /** How many requests went through so far. */
  readonly seen: () => number;
  close(): Promise<void>;
}

/** Passes every request on and holds back every response for so long. */
export async function delayingProxy(target: string, delayMs: number): Promise<DelayingProxy> {
  let seen = 0;
  const server = createServer((incoming, outgoing) => {
    seen += 1;
    const { method, url, headers } = incoming;
    const onward = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
      setTimeout(() => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      }, delayMs);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: () => seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
