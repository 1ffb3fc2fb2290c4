import { digestOf, shortDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { Model } from '../../evals/runner/model.ts';
import { type Target, targetContent, targetName } from '../../evals/suite/asked/target.ts';
import { connectionsTo } from '../http/connections.ts';
import { exchange } from '../http/exchange.ts';
import { requireKeyMayGo } from '../key-destination.ts';
import { readTargetAnswer, targetFailure, targetRequest } from './target-exchange.ts';

export type HttpTarget = Extract<Target, { readonly kind: 'http' }>;

/**
 * A service that answers in place of a model: gets JSON by POST, and its body is the answer.
 *
 * @throws Failure `target-failed` for a header whose variable is not set, `key-withheld` for one that may not go there
 */
export function httpTarget(target: HttpTarget, variables: Readonly<Record<string, string | undefined>>): Model {
  const { timeoutMs, cache } = target;
  const url = new URL(target.url);
  const headers = headersOf(target, url, variables);
  const secrets = Object.values(target.headers).flatMap(({ env }) => variables[env]?.trim() || []);
  const connections = connectionsTo(url);
  const name = targetName(target);
  return {
    name: `http:${shortDigest(digestOf(targetContent(target)))}`,
    isUncached: !cache,
    pricesItself: true,
    async answer(request, { signal, sample, onPiece, onLimits }) {
      const late = AbortSignal.timeout(timeoutMs);
      const started = performance.now();
      try {
        const output = await exchange({
          connections,
          origin: url.origin,
          path: url.pathname + url.search,
          headers: { 'content-type': 'application/json', accept: 'application/json, text/plain', ...headers },
          body: targetRequest(request, sample),
          signal: AbortSignal.any([signal, late]),
          asked: { provider: 'the target', model: name },
          ...(onLimits && { onLimits }),
        });
        const answer = readTargetAnswer(output, name);
        if (answer.text !== '') onPiece?.({ kind: 'text', text: answer.text });
        return { ...answer, latencyMs: performance.now() - started };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (late.aborted) throw targetFailure(`${name} gave no answer within ${timeoutMs / 1000} s.`, error);
        throw withoutSecrets(error, secrets);
      }
    },
    close: () => connections.release(),
  };
}

function headersOf(
  { headers }: HttpTarget,
  url: URL,
  variables: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const named = Object.entries(headers).map(([name, { env, scheme }]): [string, string] => {
    const value = variables[env]?.trim();
    if (!value) throw targetFailure(`The variable ${env} of the header ${name} is not set.`);
    requireKeyMayGo(env, url, variables);
    return [name, scheme === undefined ? value : `${scheme} ${value}`];
  });
  return Object.fromEntries(named);
}

/** A service may repeat in an error what it was sent. */
function withoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof Failure) || !secrets.some((secret) => error.message.includes(secret))) return error;
  const message = secrets.reduce((text, secret) => text.replaceAll(secret, '[key]'), error.message);
  return new Failure(error.code, message, { hint: error.hint, ...(error.details !== undefined && { details: error.details }) });
}
