import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { retryAfterMs } from '../../base/net/retry-after.ts';
import { type ResponseHeaders, singleHeader } from '../../base/net/single-header.ts';
import type { RetryAdvice } from '../../evals/runner/model.ts';
import { withoutKeys } from '../secrets.ts';

const MESSAGE_LENGTH = 300;
/** A wrong address stays wrong, and so does one that speaks no TLS: asking again would only take time. */
const LASTING = /^(?:ECONNREFUSED|ENOTFOUND|EPROTO|ERR_SSL_.*)$/;
/** Codes of a certificate that is not believed. */
const DISTRUSTED = /^(?:CERT_|ERR_TLS|UNABLE_TO_)|SELF_SIGNED/;
/** Both answer 429 too, but waiting does not fill them. */
const SPENT = new Set(['insufficient_quota', 'enforced_spend_limit_reached']);

/** What the type of an error within a stream would have been as a status. */
const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  overloaded_error: 529,
};

export interface Refused {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly text: string;
}

/** Who was asked. The key is only here to be cut out of what the provider says. */
export interface Asked {
  readonly provider: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
}

/** The failure that a status other than 200 means. */
export function refusal(refused: Refused, asked: Asked): Failure {
  const { status, text } = refused;
  return failureOf(refused, asked, readError(text), `${asked.provider} answered ${status} for ${asked.model}`);
}

/** The failure that an error in the middle of a stream means: what came before it is no answer. */
export function brokenOff(text: string, asked: Asked): Failure {
  const error = readError(text);
  const byName = STATUS_OF_TYPE[error.type] ?? STATUS_OF_TYPE[error.code] ?? (error.code.startsWith('invalid_') ? 400 : 500);
  const status = error.status ?? byName;
  return failureOf({ status, headers: {}, text }, asked, error, `${asked.provider} broke off the answer of ${asked.model}`);
}

/** The failure of a body that is no whole answer, retryable: a fault on the way, not an answer. */
export function noAnswer(model: string, what: string): Failure {
  return new Failure('model-unreachable', `${model} answered with ${what}.`, { details: { retryable: true } satisfies RetryAdvice });
}

/** The start of what came instead, for a message: a web page says nothing that helps. */
export function quoted(text: string): string {
  if (text.trim() === '') return 'an empty body';
  return isPage(text) ? 'a web page; `baseUrl` may lead to a site instead of its API' : JSON.stringify(text.slice(0, 80));
}

/** The failure of a connection that breaks, before the response or within it; undefined for an error that is none of the network. */
export function transportFailure(error: unknown, origin: string, hasResponse: boolean): Failure | undefined {
  const { code, message } = deepest(error);
  if (code === '') return undefined;
  const distrusted = DISTRUSTED.test(code);
  const what = hasResponse ? 'broke off in the middle of the answer' : 'gave no answer';
  return new Failure('model-unreachable', `${origin} ${what} (${[code, message].filter((part) => part !== '').join(': ')}).`, {
    cause: error,
    details: { retryable: !LASTING.test(code) && !distrusted } satisfies RetryAdvice,
    ...(distrusted && { hint: 'If the certificate is of your own network, name its authority in NODE_EXTRA_CA_CERTS.' }),
  });
}

function failureOf({ status, headers }: Refused, { provider, apiKey }: Asked, error: ProviderError, what: string): Failure {
  const said = withoutKeys(shorten(error.message || movedTo(status, headers)), apiKey);
  const wait = retryAfterMs(headers, Date.now()) ?? error.retryAfterMs;
  const transient = (status === 429 && !isSpent(error)) || status === 408 || status >= 500;
  // Providers that know better say so; their own clients listen to the same header.
  const advised = headers['x-should-retry'];
  const retryable = advised === undefined ? transient : advised === 'true';
  const advice: RetryAdvice & { status: number } = { retryable, status, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  return new Failure(
    status >= 500 || status === 408 ? 'model-unreachable' : 'model-refused',
    sentence(said === '' ? what : `${what}: ${said}`),
    {
      details: advice,
      ...hint(error.isWrongKey ? 401 : status, provider, wait),
    },
  );
}

/** Google's quota of a day answers 429 too, and with a pause of seconds that does not fill it. */
function isSpent({ code, quota = '' }: ProviderError): boolean {
  return SPENT.has(code) || /PerDay/.test(quota);
}

/** Requests hold keys, and so are never sent on to where a server points. */
function movedTo(status: number, headers: ResponseHeaders): string {
  const target = status >= 300 && status < 400 ? singleHeader(headers, 'location') : undefined;
  return target === undefined ? '' : `it points to ${target.replace(/\?.*$/s, '')}, and requests are not sent on`;
}

function hint(status: number, provider: string, wait: number | undefined): { hint?: string } {
  if (status === 401 || status === 403) {
    return { hint: `Check the key of ${provider} in its environment variable, and what it may do.` };
  }
  if (status === 404) return { hint: `Check the name of the model, and the \`baseUrl\` of ${provider} if the config gives one.` };
  if (status >= 300 && status < 400) return { hint: `Give the address that answers as the \`baseUrl\` of ${provider}.` };
  if (wait !== undefined) return { hint: `${provider} asks to wait ${Math.ceil(wait / 1000)} s before the next request.` };
  return status === 529 ? { hint: `${provider} is overloaded; nothing is wrong with the request. Try again in a while.` } : {};
}

interface ProviderError {
  readonly message: string;
  readonly code: string;
  readonly type: string;
  readonly status?: number;
  /** Google says in the body how long to wait, and which bound was hit. */
  readonly retryAfterMs?: number;
  readonly quota?: string;
  /** Google answers 400 to a wrong key. */
  readonly isWrongKey?: boolean;
}

/** Reads the shapes that errors have: the objects of OpenAI, Anthropic and Google, Ollama's text, FastAPI's `detail`; a web page says nothing. */
function readError(text: string): ProviderError {
  const body = jsonValue(text);
  const outer = Array.isArray(body) ? body[0] : body;
  if (!isJsonObject(outer)) return { message: isPage(text) ? '' : text, code: '', type: '' };
  const { error = outer } = outer;
  if (!isJsonObject(error)) return { message: textOf(error), code: '', type: '' };
  const { message, detail, code, type, status, details } = error;
  return {
    message: textOf(message) || textOf(detail),
    code: textOf(code) || (isJsonObject(details) ? textOf(details.error_code) : textOf(status)),
    type: textOf(type),
    ...(typeof code === 'number' && code >= 400 && { status: code }),
    ...(Array.isArray(details) && googleDetails(details)),
  };
}

/** What Google adds to an error, each with a type of its own. */
function googleDetails(details: readonly Json[]): Partial<ProviderError> {
  const objects = details.filter(isJsonObject);
  const seconds = objects.map(({ retryDelay }) => /^(\d+(?:\.\d+)?)s$/.exec(textOf(retryDelay))?.[1]).find((delay) => delay !== undefined);
  const violations = objects.flatMap(({ violations: list }) => (Array.isArray(list) ? list.filter(isJsonObject) : []));
  return {
    ...(seconds !== undefined && { retryAfterMs: Number(seconds) * 1000 }),
    quota: violations.map(({ quotaId }) => textOf(quotaId)).join(' '),
    isWrongKey: objects.some(({ reason }) => reason === 'API_KEY_INVALID'),
  };
}

function isPage(text: string): boolean {
  return text.trimStart().startsWith('<');
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Node wraps the reason that helps: an AggregateError of connection attempts, a cause. */
function deepest(error: unknown): { code: string; message: string } {
  const { code, message, cause, errors } = (error ?? {}) as { code?: unknown; message?: string; cause?: unknown; errors?: unknown[] };
  const inner = errors?.[0] ?? (code === undefined ? cause : undefined);
  return inner === undefined ? { code: typeof code === 'string' ? code : '', message: message ?? '' } : deepest(inner);
}

function shorten(message: string): string {
  const line = message.trim().replace(/\s+/g, ' ');
  return line.length > MESSAGE_LENGTH ? `${line.slice(0, MESSAGE_LENGTH - 1)}…` : line;
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
