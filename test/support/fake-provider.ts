import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a client sent, as far as tests ask about it. */
export interface SeenRequest {
  readonly body: {
    readonly model: string;
    readonly messages: { readonly role: string; readonly content: string }[];
    readonly [key: string]: unknown;
  };
  readonly headers: IncomingMessage['headers'];
  readonly path: string;
}

/** What every provider may do to a request instead of answering it. */
export type Trouble =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** The connection is cut before the response. */
  | { readonly kind: 'cut' }
  /** The connection is cut in the middle of the body. */
  | { readonly kind: 'cut-body' }
  | { readonly kind: 'raw'; readonly body: string }
  /** Headers at once, the body never ends. */
  | { readonly kind: 'slow-body' }
  | { readonly kind: 'huge'; readonly bytes: number }
  /** A stream of exactly these chunks; then it ends, is cut, or stays open and silent. */
  | { readonly kind: 'chunks'; readonly chunks: readonly (string | Uint8Array)[]; readonly ending?: 'end' | 'cut' | 'silence' };

export interface FakeProvider {
  /** The address of the server. */
  readonly origin: string;
  readonly requests: SeenRequest[];
  /** Most requests that were open at once. */
  readonly mostOpen: () => number;
  /** Requests whose client hung up before the response was whole. */
  readonly hungUp: () => number;
  close(): Promise<void>;
}

export interface FakeProviderOptions {
  readonly latencyMs?: number;
  /** Answers one request; its number counts from 0. */
  readonly respond: (response: ServerResponse, request: SeenRequest, number: number) => void;
}

/** A real server on loopback that reads JSON requests and answers as it is told. */
export async function fakeProvider({ latencyMs = 0, respond }: FakeProviderOptions): Promise<FakeProvider> {
  const requests: SeenRequest[] = [];
  let open = 0;
  let mostOpen = 0;
  let hungUp = 0;
  const server = createServer((request, response) => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    response.on('close', () => {
      open -= 1;
      if (!response.writableFinished) hungUp += 1;
    });
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen = { body: JSON.parse(Buffer.concat(chunks).toString()), headers: request.headers, path: request.url ?? '' };
      const number = requests.push(seen) - 1;
      const reply = () => respond(response, seen, number);
      if (latencyMs > 0) setTimeout(reply, latencyMs);
      else reply();
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    mostOpen: () => mostOpen,
    hungUp: () => hungUp,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Makes trouble instead of an answer. */
export function makeTrouble(response: ServerResponse, trouble: Trouble, errorBody: (status: number) => string): void {
  switch (trouble.kind) {
    case 'status':
      sendJson(response, trouble.status, trouble.body ?? errorBody(trouble.status), trouble.headers);
      return;
    case 'raw':
      sendJson(response, 200, trouble.body);
      return;
    case 'cut':
      response.socket?.destroy();
      return;
    case 'cut-body':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"choices":', () => response.socket?.destroy());
      return;
    case 'slow-body':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(' ');
      return;
    case 'huge':
      sendJson(response, 200, 'x'.repeat(trouble.bytes));
      return;
    case 'chunks':
      void sendChunks(response, trouble.chunks, trouble.ending ?? 'end');
  }
}

export function sendJson(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

/** Sends a stream; each chunk leaves the machine on its own. */
export async function sendChunks(
  response: ServerResponse,
  chunks: readonly (string | Uint8Array)[],
  ending: 'end' | 'cut' | 'silence' = 'end',
): Promise<void> {
  response.socket?.setNoDelay(true);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  for (const chunk of chunks) {
    response.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (ending === 'end') response.end();
  if (ending === 'cut') response.socket?.destroy();
}

/** A text in parts as small as tokens. */
export function tokensOf(text: string): string[] {
  return text.match(/[\s\S]{1,4}/gu) ?? [];
}
