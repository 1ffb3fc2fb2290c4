import { Failure } from '../../base/failure.ts';
import type { RetryAdvice } from '../../evals/runner/model.ts';
import { withoutKeys } from '../secrets.ts';
import { MAX_RESPONSE_BYTES } from './connections.ts';
import { retryAfterMs } from './retry-after.ts';

const MESSAGE_LENGTH = 300;
/** A wrong address stays wrong: asking again would only take time. */
const LASTING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_RES_EXCEEDED_MAX_SIZE']);

export interface Refused {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Who refused. The key is only here to be cut out of what the provider says. */
export interface Asked {
  readonly provider: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
}

/** The failure that a status other than 200 means. */
export function refusal(refused: Refused, { provider, model, apiKey }: Asked): Failure {
  const { status, headers } = refused;
  const { message, code } = providerError(refused.text);
  const said = withoutKeys(shorten(message), apiKey);
  const wait = retryAfterMs(headers, Date.now());
  // A spent quota answers 429 too, but waiting does not fill it.
  const retryable = (status === 429 && code !== 'insufficient_quota') || status === 408 || status >= 500;
  const advice: RetryAdvice & { status: number } = { retryable, status, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  const text = `${provider} answered ${status} for ${model}${said === '' ? '' : `: ${said}`}`;
  return new Failure(status >= 500 || status === 408 ? 'model-unreachable' : 'model-refused', sentence(text), {
    details: advice,
    ...hint(status, provider),
  });
}

/** The failure that no response at all means. */
export function transportFailure(error: unknown, origin: string): Failure {
  const { code, message } = deepest(error);
  const lasting = LASTING.has(code) || code.startsWith('CERT_') || code.startsWith('ERR_TLS') || code.includes('SELF_SIGNED');
  const what =
    code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE'
      ? `sent more than ${MAX_RESPONSE_BYTES / 1024 / 1024} MB`
      : `gave no answer (${[code, message].filter((part) => part !== '').join(': ')})`;
  return new Failure('model-unreachable', `${origin} ${what}.`, { cause: error, details: { retryable: !lasting } satisfies RetryAdvice });
}

function hint(status: number, provider: string): { hint?: string } {
  return status === 401 || status === 403 ? { hint: `Check the key of ${provider} in its environment variable, and what it may do.` } : {};
}

function providerError(text: string): { message: string; code: string } {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === 'string') return { message: error, code: '' };
    const { message, code } = (error ?? {}) as { message?: unknown; code?: unknown };
    return { message: typeof message === 'string' ? message : '', code: typeof code === 'string' ? code : '' };
  } catch {
    return { message: text.startsWith('<') ? '' : text, code: '' };
  }
}

/** Node wraps the reason that helps: an AggregateError of connection attempts, a cause. */
function deepest(error: unknown): { code: string; message: string } {
  const { code, message, cause, errors } = error as { code?: string; message?: string; cause?: unknown; errors?: unknown[] };
  const inner = errors?.[0] ?? (code === undefined ? cause : undefined);
  return inner === undefined ? { code: code ?? '', message: message ?? '' } : deepest(inner);
}

function shorten(message: string): string {
  const line = message.trim().replace(/\s+/g, ' ');
  return line.length > MESSAGE_LENGTH ? `${line.slice(0, MESSAGE_LENGTH - 1)}…` : line;
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
