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

/** How the server treats one request. */
export type Treatment =
  | {
      readonly kind: 'answer';
      readonly text?: string;
      readonly message?: object;
      readonly finishReason?: string;
      readonly usage?: object | null;
    }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** The connection is cut before the response. */
  | { readonly kind: 'cut' }
  /** The connection is cut in the middle of the body. */
  | { readonly kind: 'cut-body' }
  | { readonly kind: 'raw'; readonly body: string }
  /** Headers at once, the body never ends. */
  | { readonly kind: 'slow-body' }
  | { readonly kind: 'huge'; readonly bytes: number };

export interface FakeOpenAIOptions {
  readonly latencyMs?: number;
  /** Decides by request and by its number (0 …); default: answers `Answer to: <last message>`. */
  readonly treat?: (request: SeenRequest, number: number) => Treatment;
}

export interface FakeOpenAI {
  /** Fit as `baseUrl`. */
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Most requests that were open at once. */
  readonly mostOpen: () => number;
  close(): Promise<void>;
}

/** A real server on loopback that speaks OpenAI's chat completions, and misbehaves on demand. */
export async function fakeOpenAI({ latencyMs = 0, treat = () => ({ kind: 'answer' }) }: FakeOpenAIOptions = {}): Promise<FakeOpenAI> {
  const requests: SeenRequest[] = [];
  let open = 0;
  let mostOpen = 0;
  const server = createServer((request, response) => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    response.on('close', () => {
      open -= 1;
    });
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen = { body: JSON.parse(Buffer.concat(chunks).toString()), headers: request.headers, path: request.url ?? '' };
      const number = requests.push(seen) - 1;
      const reply = () => respond(response, seen, treat(seen, number));
      if (latencyMs > 0) setTimeout(reply, latencyMs);
      else reply();
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    mostOpen: () => mostOpen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function respond(response: ServerResponse, request: SeenRequest, treatment: Treatment): void {
  switch (treatment.kind) {
    case 'answer':
      send(response, 200, JSON.stringify(completion(request, treatment)));
      return;
    case 'status':
      send(
        response,
        treatment.status,
        treatment.body ?? JSON.stringify({ error: { message: `status ${treatment.status}` } }),
        treatment.headers,
      );
      return;
    case 'raw':
      send(response, 200, treatment.body);
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
      send(response, 200, 'x'.repeat(treatment.bytes));
  }
}

function send(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

function completion(
  { body }: SeenRequest,
  { text, message, finishReason = 'stop', usage }: Extract<Treatment, { kind: 'answer' }>,
): object {
  const content = text ?? `Answer to: ${body.messages.at(-1)?.content}`;
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion',
    model: body.model,
    choices: [{ index: 0, message: message ?? { role: 'assistant', content }, finish_reason: finishReason }],
    ...(usage === null ? {} : { usage: usage ?? { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } }),
  };
}
