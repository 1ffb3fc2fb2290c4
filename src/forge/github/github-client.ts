import { setTimeout as wait } from 'node:timers/promises';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type * as z from 'zod';
import { jsonValue } from '../../base/json/json-value.ts';
import { neverConnected } from '../../base/net/connection-error.ts';
import { type Asked, malformed, refusal, unreachable } from './github-failure.ts';
import { nextPage } from './next-page.ts';
import { pauseOf } from './rate-limit.ts';

export interface GitHubAddress {
  /** The REST API: `https://api.github.com`, or `https://host/api/v3` of an enterprise server. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
}

export interface GitHubClientOptions extends GitHubAddress {
  readonly token: string;
  /** For one call with all its tries and pauses; default a minute. */
  readonly timeoutMs?: number;
  /** Where HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/** One request to GitHub. */
export interface GitHubRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the address of the API, each segment encoded; or the whole address of a page that GitHub named. */
  readonly path: string;
  readonly body?: object;
  /** What a token needs for it, as a workflow writes it: `pull-requests: write`. */
  readonly permission: string;
  /** Whether doing it twice does no harm. Default: for all but POST. */
  readonly repeatable?: boolean;
}

/** Speaks with one GitHub, with one token that goes nowhere else and into no message. */
export interface GitHubClient {
  request<Reply>(request: GitHubRequest, reply: z.ZodType<Reply>): Promise<Reply>;
  /** Follows a list to its end, or to `MOST_PAGES`. */
  pages<Item>(request: GitHubRequest, page: z.ZodType<readonly Item[]>): Promise<Item[]>;
  graphql<Reply>(query: string, reply: z.ZodType<Reply>): Promise<Reply>;
  close(): Promise<void>;
}

const MEGABYTE = 1024 * 1024;
/** A page of a hundred comments of 64 kB each, and some more. */
const MAX_REPLY_BYTES = 16 * MEGABYTE;
const MOST_PAGES = 50;

/** Pauses before the second, third and fourth try, where GitHub asks for none. */
const BACKOFF_MS = [500, 2_000, 5_000];

export function gitHubClient(options: GitHubClientOptions): GitHubClient {
  const dispatcher = dispatcherFor(options.variables ?? {});
  const send = (request: GitHubRequest) => answered(request, { ...options, dispatcher });
  return {
    async request(request, reply) {
      return parsed((await send(request)).text, reply, askedOf(request, options));
    },
    async pages(request, page) {
      const items = [];
      let next: GitHubRequest | undefined = request;
      for (let count = 0; next !== undefined && count < MOST_PAGES; count += 1) {
        const { text, headers }: Reply = await send(next);
        items.push(...parsed(text, page, askedOf(request, options)));
        const path = nextPage(headers.link, options.apiUrl);
        next = path === undefined ? undefined : { ...request, path };
      }
      return items;
    },
    async graphql(query, reply) {
      const request = {
        method: 'POST',
        path: options.graphqlUrl,
        body: { query },
        permission: 'contents: read',
        repeatable: true,
      } as const;
      return parsed((await send(request)).text, reply, askedOf(request, options));
    },
    close: () => dispatcher.destroy(),
  };
}

function dispatcherFor(variables: Readonly<Record<string, string | undefined>>): Agent | EnvHttpProxyAgent {
  const httpProxy = variables.http_proxy || variables.HTTP_PROXY;
  const httpsProxy = variables.https_proxy || variables.HTTPS_PROXY;
  const noProxy = variables.no_proxy ?? variables.NO_PROXY ?? '';
  const limits = { maxResponseSize: MAX_REPLY_BYTES, connect: { timeout: 10_000 } };
  if (!httpProxy && !httpsProxy) return new Agent(limits);
  return new EnvHttpProxyAgent({ ...limits, noProxy, ...(httpProxy && { httpProxy }), ...(httpsProxy && { httpsProxy }) });
}

type Connection = GitHubClientOptions & { readonly dispatcher: Dispatcher };

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Sends until there is an answer that is no trouble in passing, or the time is up. */
async function answered(request: GitHubRequest, connection: Connection): Promise<Reply> {
  const { timeoutMs = 60_000 } = connection;
  const deadline = Date.now() + timeoutMs;
  const asked = askedOf(request, connection);
  for (let attempt = 0; ; attempt += 1) {
    const tried = await attemptOf(request, connection, deadline);
    if ('status' in tried && tried.status < 300) return tried;
    const pause = pauseBefore(attempt, tried, request);
    if (pause === undefined || Date.now() + pause >= deadline)
      throw 'error' in tried ? unreachable(tried.error, asked) : refusal(tried, asked);
    await wait(pause);
  }
}

type Tried = Reply | { readonly error: unknown };

async function attemptOf({ method, path, body }: GitHubRequest, connection: Connection, deadline: number): Promise<Tried> {
  const { origin, pathname, search } = new URL(path.startsWith('/') ? `${connection.apiUrl}${path}` : path);
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${connection.token}`,
    'user-agent': 'promptlane',
    'x-github-api-version': '2022-11-28',
    ...(body && { 'content-type': 'application/json' }),
  };
  try {
    const signal = AbortSignal.timeout(Math.max(1, deadline - Date.now()));
    const sent = { origin, path: pathname + search, method, headers, signal, ...(body && { body: JSON.stringify(body) }) };
    const response = await connection.dispatcher.request(sent);
    return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
  } catch (error) {
    return { error };
  }
}

/** How long to wait before another try; undefined when another would do no good, or harm. */
function pauseBefore(attempt: number, tried: Tried, { method, repeatable = method !== 'POST' }: GitHubRequest): number | undefined {
  const usual = BACKOFF_MS[attempt];
  if (usual === undefined) return undefined;
  if ('error' in tried) return repeatable || neverConnected(tried.error) ? usual : undefined;
  // A request that met a limit was not carried out, so it may be sent again whatever it is.
  const limited = pauseOf(tried, Date.now());
  if (limited !== undefined) return Math.max(limited, usual);
  return tried.status >= 500 && repeatable ? usual : undefined;
}

function parsed<Value>(text: string, schema: z.ZodType<Value>, asked: Asked): Value {
  const result = schema.safeParse(jsonValue(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw malformed(issue === undefined ? 'no JSON' : `${issue.path.join('.') || 'body'}: ${issue.message}`, asked);
}

function askedOf({ method, path, permission }: GitHubRequest, { apiUrl, token, timeoutMs = 60_000 }: GitHubClientOptions): Asked {
  return {
    what: `${method} ${path.startsWith('/') ? path : new URL(path).pathname}`,
    host: new URL(apiUrl).host,
    permission,
    token,
    timeoutMs,
  };
}
