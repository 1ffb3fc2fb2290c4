import { Failure } from '../../base/failure.ts';
import type { RetryAdvice } from '../../evals/runner/model.ts';
import { type Asked, brokenOff, noAnswer, refusal, transportFailure } from '../http/response-failure.ts';
import { withoutKeys } from '../secrets.ts';

/** What errors of the AI SDK hold beside a message. */
interface SdkError {
  readonly message?: unknown;
  readonly statusCode?: unknown;
  readonly responseHeaders?: unknown;
  readonly responseBody?: unknown;
  readonly isRetryable?: unknown;
}

export interface Failing {
  readonly asked: Asked;
  /** Texts that must not stand in a message: an error may quote a request. */
  readonly secrets: readonly string[];
  /** Whether a part of the answer had come. */
  readonly hasResponse: boolean;
}

/** The failure that an error of a bridged model means: what the response behind it would have meant, where there was one. */
export function sdkFailure(error: unknown, { asked, secrets, hasResponse }: Failing): Failure {
  const { message, statusCode, responseHeaders, responseBody, isRetryable } = (error ?? {}) as SdkError;
  const clean = (text: unknown) => secrets.reduce((said, secret) => said.replaceAll(secret, '[key]'), String(text ?? ''));
  if (statusCode === 200) return noAnswer(asked.model, `what its adapter cannot read: ${withoutKeys(clean(message))}`);
  if (typeof statusCode === 'number') {
    const headers = (responseHeaders ?? {}) as Readonly<Record<string, string>>;
    const text = clean(responseBody || message);
    if (hasResponse) return brokenOff(JSON.stringify({ error: { message: clean(message), code: statusCode } }), asked);
    return refusal({ status: statusCode, headers, text }, asked);
  }
  const broken = transportFailure(error, asked.provider, hasResponse);
  if (broken !== undefined) return broken;
  const said = withoutKeys(clean(message ?? error));
  return new Failure('model-unreachable', `${asked.model} gave no answer: ${said.replace(/\.$/, '')}.`, {
    cause: error,
    details: { retryable: isRetryable === true } satisfies RetryAdvice,
  });
}
