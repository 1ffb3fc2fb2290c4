import type { Digest } from '../../base/digest.ts';
import { FAILURES, Failure, type FailureCode } from '../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { connectionError } from '../../base/net/connection-error.ts';
import { retryAfterMs } from '../../base/net/retry-after.ts';
import type { Settings } from '../options.ts';
import { bytesOf } from './bytes-of.ts';

/** What an application asks of a registry. Each call ends when its signal aborts, and throws a Failure. */
export interface RegistryApi {
  /** The state as it was sent; nothing for a registry that still has the one of this ETag. */
  state(etag: string | undefined, signal: AbortSignal): Promise<{ readonly text: string; readonly etag: string | undefined } | undefined>;
  /** Contents by digest, as texts; what is not there is left out. */
  contents(digests: readonly Digest[], signal: AbortSignal): Promise<ReadonlyMap<Digest, string>>;
  /** The events of the environment, until the signal aborts. */
  events(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Sends a batch of exposures or outcomes. */
  report(kind: 'exposures' | 'outcomes', batch: readonly JsonObject[], signal: AbortSignal): Promise<void>;
}

/** Contents of one request. */
const MOST_CONTENTS = 1000;

/** No state comes near; what is larger would fill the memory. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Asks by `fetch`. Redirects are not followed: the token goes to the given address and nowhere else. */
export function registryApi(settings: Settings & { readonly url: string }): RegistryApi {
  const { environment } = settings;
  const ask = asking(settings);
  return {
    async state(etag, signal) {
      const response = await ask(`environments/${environment}/state`, {
        signal,
        ...(etag !== undefined && { headers: { 'if-none-match': etag } }),
      });
      if (response.status === 304) return undefined;
      return { text: await textOf(response), etag: response.headers.get('etag') ?? undefined };
    },
    async contents(digests, signal) {
      const [only] = digests;
      // By its address a content comes out of any cache on the way; many are one request.
      if (only !== undefined && digests.length === 1)
        return new Map([[only, await textOf(await ask(`contents/${encodeURIComponent(only)}`, { signal }))]]);
      const batches = Array.from({ length: Math.ceil(digests.length / MOST_CONTENTS) }, (_, index) =>
        digests.slice(index * MOST_CONTENTS, (index + 1) * MOST_CONTENTS),
      );
      const replies = await Promise.all(batches.map((batch) => ask('contents', { ...post({ digests: batch }), signal }).then(textOf)));
      return new Map(replies.flatMap(contentsIn));
    },
    events: async (signal) =>
      bytesOf(await ask(`environments/${environment}/events`, { signal, headers: { accept: 'text/event-stream' } })),
    async report(kind, batch, signal) {
      await textOf(await ask(kind, { ...post({ [kind]: batch }), signal }));
    },
  };
}

function asking({ url, token, project, fetch, clock }: Settings & { readonly url: string }) {
  const base = `${url}/v1/projects/${encodeURIComponent(project)}/`;
  return async (path: string, { headers, ...init }: RequestInit & { readonly headers?: Readonly<Record<string, string>> }) => {
    const signedIn = token !== undefined && { authorization: `Bearer ${token}` };
    let response: Response;
    try {
      response = await fetch(base + path, {
        redirect: 'manual',
        ...init,
        headers: { accept: 'application/json', ...signedIn, ...headers },
      });
    } catch (cause) {
      throw unreachable(url, cause);
    }
    if (response.status === 200 || response.status === 304) return response;
    const text = await textOf(response).catch(() => '');
    throw refusal(url, response, text, clock());
  };
}

function post(body: object) {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function contentsIn(text: string): [Digest, string][] {
  const reply = jsonValue(text);
  if (!isJsonObject(reply) || !isJsonObject(reply.contents))
    throw new Failure('registry-broken', 'The registry answered with no contents.');
  return Object.entries(reply.contents).filter((content): content is [Digest, string] => typeof content[1] === 'string');
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of bytesOf(response)) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new Failure('registry-broken', 'The registry answered with more than any answer can be.');
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (cause) {
    throw cause instanceof Failure ? cause : unreachable(response.url, cause);
  }
  return text + decoder.decode();
}

function unreachable(url: string, cause: unknown): Failure {
  const { name } = cause as { name?: unknown };
  const isLate = name === 'TimeoutError' || name === 'AbortError';
  const reason = (cause as { cause?: unknown }).cause ?? cause;
  const why = isLate ? 'did not answer in time' : `cannot be reached (${connectionError(reason)})`;
  return new Failure('registry-unreachable', `The registry at ${url} ${why}.`, { cause });
}

/** What went wrong in the words of the registry, and how long it asks to be left alone. */
function refusal(url: string, { status, headers }: Response, text: string, now: number): Failure {
  const asked = { 'retry-after': headers.get('retry-after') ?? undefined, 'retry-after-ms': headers.get('retry-after-ms') ?? undefined };
  const wait = retryAfterMs(asked, now);
  const details = wait === undefined ? undefined : { retryAfterMs: wait };
  const problem = jsonValue(text);
  if (!isJsonObject(problem) || typeof problem.code !== 'string' || typeof problem.detail !== 'string') {
    return new Failure('registry-broken', `${url} answered ${status} and not in the words of a registry.`, { details });
  }
  const code = Object.hasOwn(FAILURES, problem.code) ? (problem.code as FailureCode) : 'registry-broken';
  return new Failure(code, `The registry at ${url} refused: ${problem.detail}`, { details });
}

/** How long a registry asked to be left alone, in milliseconds. */
export function askedToWait({ details }: Failure): number {
  const { retryAfterMs: wait } = (details ?? {}) as { readonly retryAfterMs?: unknown };
  return typeof wait === 'number' ? wait : 0;
}
