import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import { Failure } from '../../base/failure.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { connectionError, neverConnected } from '../../base/net/connection-error.ts';
import { retryAfterMs } from '../../base/net/retry-after.ts';
import { type BodyOf, type Endpoint, type ParamsOf, pathOf, type QueryOf, type ReplyOf } from '../../protocol/endpoint.ts';
import { failureOf, type HttpReply } from './failure-of.ts';

/** The same value with everything read-only: what a caller may hand over to be sent. */
type Sent<Value> = Value extends string
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly Sent<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Sent<Value[Key]> }
      : Value;

/** What a request to an endpoint carries, besides the project. */
type Request<Declared extends Endpoint> = {
  readonly params?: Sent<Omit<ParamsOf<Declared>, 'project'>>;
  readonly query?: Sent<QueryOf<Declared>>;
} & (undefined extends BodyOf<Declared> ? { readonly body?: undefined } : { readonly body: Sent<BodyOf<Declared>> });

/** Sends requests to one project of one registry. */
export interface HttpCaller {
  call<Declared extends Endpoint>(endpoint: Declared, request: Request<Declared>): Promise<ReplyOf<Declared>>;
  /** The body of an answer that goes on: until its end, an abort, or a silence that is too long. */
  stream<Declared extends Endpoint>(endpoint: Declared, request: StreamRequest<Declared>): Promise<AsyncIterable<Uint8Array>>;
  close(): Promise<void>;
}

interface StreamRequest<Declared extends Endpoint> {
  readonly params: Sent<Omit<ParamsOf<Declared>, 'project'>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly silenceMs: number;
}

export interface HttpCallerOptions {
  readonly url: string;
  /** Absent for what needs none. */
  readonly token?: string;
  readonly project: string;
  /** For one call with all its tries. */
  readonly timeoutMs: number;
  /** What an error answer means; default: the words of a registry of our own kind. */
  readonly failureOf?: (origin: string, reply: HttpReply) => Failure;
}

/** Pauses before the second, third and fourth try. */
const BACKOFF_MS = [100, 300, 900];

/** No page of the protocol comes near; what is larger is none, and would fill the memory. */
const MAX_MEGABYTES = 64;

/** Keeps a few connections open. Redirects are not followed: the token goes to the given address and nowhere else. */
export function httpCaller({ url, token, project, timeoutMs, failureOf: failed = failureOf }: HttpCallerOptions): HttpCaller {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 8, connect: { timeout: timeoutMs } });
  // Streams would take the connections of the other requests.
  const streams = new Pool(origin, { connect: { timeout: timeoutMs } });
  const base = pathname.replace(/\/+$/, '');
  const pathTo = (endpoint: Endpoint, params: object | undefined) =>
    base + pathOf(endpoint, { project, ...(params as Readonly<Record<string, string>> | undefined) });
  const signedIn = token !== undefined && { authorization: `Bearer ${token}` };
  return {
    async call(endpoint, { params, query, body }) {
      const path = pathTo(endpoint, params) + queryOf(query);
      const request = {
        method: endpoint.method,
        path,
        headers: {
          ...signedIn,
          accept: 'application/json',
          // The same for all tries of this call: whichever arrives first is carried out, and the others get its answer.
          ...(endpoint.retryable === 'with-key' && { 'idempotency-key': randomUUID() }),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      };
      const reply = await answered(pool, request, { origin, timeoutMs, retryable: endpoint.retryable });
      if (reply.status >= 400) throw failed(origin, reply);
      return parsedReply(endpoint, origin, reply);
    },

    async stream(endpoint, { params, headers, signal, silenceMs }) {
      const request = {
        method: endpoint.method,
        path: pathTo(endpoint, params),
        headers: { ...signedIn, accept: endpoint.replyType ?? 'application/json', ...headers },
        signal,
        headersTimeout: timeoutMs,
        bodyTimeout: silenceMs,
      };
      const { statusCode, body } = await streams.request(request);
      if (statusCode === 200) return body;
      throw failed(origin, { status: statusCode, text: await bodyText(body, origin) });
    },

    close: async () => void (await Promise.all([pool.destroy(), streams.destroy()])),
  };
}

interface Patience {
  readonly origin: string;
  readonly timeoutMs: number;
  readonly retryable: Endpoint['retryable'];
}

async function answered(pool: Pool, request: Dispatcher.RequestOptions & { signal: AbortSignal }, patience: Patience): Promise<HttpReply> {
  for (let attempt = 0; ; attempt += 1) {
    const pause = BACKOFF_MS[attempt];
    try {
      const response = await pool.request(request);
      const text = await bodyText(response.body, patience.origin);
      const isBusy = response.statusCode === 429 || (response.statusCode === 503 && patience.retryable !== false);
      if (!isBusy || pause === undefined) return { status: response.statusCode, text };
      await wait(Math.max(pause, retryAfterMs(response.headers, Date.now()) ?? 0), undefined, { signal: request.signal });
    } catch (error) {
      if (error instanceof Failure) throw error;
      const mayRepeat = patience.retryable !== false || neverConnected(error);
      if (request.signal.aborted || pause === undefined || !mayRepeat) throw unreachable(error, request.signal.aborted, patience);
      await wait(pause, undefined, { signal: request.signal }).catch((cause) => {
        throw unreachable(cause, true, patience);
      });
    }
  }
}

async function bodyText(body: AsyncIterable<Uint8Array>, origin: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_MEGABYTES * 1024 * 1024) {
      throw new Failure('registry-broken', `The registry at ${origin} answered with more than ${MAX_MEGABYTES} MB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function unreachable(cause: unknown, isTimeout: boolean, { origin, timeoutMs, retryable }: Patience): Failure {
  const doubt = retryable === true || neverConnected(cause) ? '' : ' Whether the request was carried out is not known.';
  const why = isTimeout ? `did not answer within ${timeoutMs / 1000} s` : `cannot be reached (${connectionError(cause)})`;
  return new Failure('registry-unreachable', `The registry at ${origin} ${why}.${doubt}`, { cause });
}

function queryOf(query: object | undefined): string {
  const members = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return members.length === 0 ? '' : `?${new URLSearchParams(members.map(([name, value]): [string, string] => [name, String(value)]))}`;
}

function parsedReply<Declared extends Endpoint>(endpoint: Declared, origin: string, { text }: HttpReply): ReplyOf<Declared> {
  const parsed = endpoint.reply.safeParse(jsonValue(text));
  if (parsed.success) return parsed.data as ReplyOf<Declared>;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? '' : ` (${issue.path.join('.') || 'body'}: ${issue.message})`;
  throw new Failure('registry-broken', `The answer of ${origin} to ${endpoint.name} does not follow the protocol${where}.`);
}
