import { connect, type Socket } from 'node:net';

/** A connection on which anything may be said, whether it is HTTP or not. */
export interface RawConnection {
  readonly socket: Socket;
  say(bytes: string): void;
  /** All that the server says until it closes the connection, or is silent for ten seconds. */
  readonly answer: Promise<string>;
}

/** Opens a connection to a server. */
export async function rawConnection({ url }: { readonly url: string }): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk.toString();
  });
  // Who sends to a connection that the server has closed is told so by an error.
  socket.on('error', () => undefined);
  socket.setTimeout(10_000, () => socket.destroy());
  const answer = new Promise<string>((resolve) => void socket.once('close', () => resolve(said)));
  await new Promise<void>((ready) => void socket.once('connect', ready));
  return { socket, say: (bytes) => void socket.write(bytes, 'latin1'), answer };
}

/** What a server says to these bytes until it closes the connection. */
export async function saidTo(server: { readonly url: string }, bytes: string): Promise<string> {
  const { say, answer } = await rawConnection(server);
  say(bytes);
  return await answer;
}
