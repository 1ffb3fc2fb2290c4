import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import * as z from 'zod';
import { Failure } from '../../../base/failure.ts';
import { jsonValue } from '../../../base/json/json-value.ts';

/** What a job of GitHub Actions asks for ID tokens with: the runner sets it for jobs with `id-token: write`, and for no others. */
export interface IdTokenGrant {
  readonly url: string;
  readonly requestToken: string;
}

/** The grant of a job; undefined where nobody gave it one. */
export function idTokenGrant(variables: Readonly<Record<string, string | undefined>>): IdTokenGrant | undefined {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } = variables;
  return url && requestToken ? { url, requestToken } : undefined;
}

export interface IdTokenRequest {
  /** Whom the token is for. */
  readonly audience: string;
  /** For one try; default 10 s. */
  readonly fetchTimeoutMs?: number;
  /** Before the second and each later try. */
  readonly pausesMs?: readonly number[];
}

const PAUSES_MS = [200, 800, 2000];

/**
 * Asks GitHub for a signed token that says which job this is, for one audience.
 *
 * @throws Failure `id-token-unavailable`, without anything that GitHub answered: an answer may hold a token.
 */
export async function requestIdToken(
  { url, requestToken }: IdTokenGrant,
  { audience, fetchTimeoutMs = 10_000, pausesMs = PAUSES_MS }: IdTokenRequest,
): Promise<string> {
  const address = addressOf(url, audience);
  const headers = { authorization: `Bearer ${requestToken}`, accept: 'application/json; api-version=2.0' };
  for (let attempt = 0; ; attempt += 1) {
    const answer = await ask(address, headers, fetchTimeoutMs);
    if ('token' in answer) return answer.token;
    const pause = pausesMs[attempt];
    if (!answer.mayPass || pause === undefined) throw unavailable(answer.why);
    await wait(pause);
  }
}

function addressOf(url: string, audience: string): URL {
  if (!URL.canParse(url)) throw unavailable('ACTIONS_ID_TOKEN_REQUEST_URL is no address');
  const address = new URL(url);
  address.searchParams.set('audience', audience);
  return address;
}

type Answer = { readonly token: string } | { readonly why: string; readonly mayPass: boolean };

const answerSchema = z.object({ value: z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/) });

async function ask(address: URL, headers: Readonly<Record<string, string>>, timeoutMs: number): Promise<Answer> {
  try {
    const { statusCode, body } = await request(address, { headers, signal: AbortSignal.timeout(timeoutMs) });
    const text = await body.text();
    if (statusCode >= 400) return { why: `it answered ${statusCode}`, mayPass: statusCode >= 500 || statusCode === 429 };
    const parsed = answerSchema.safeParse(jsonValue(text));
    return parsed.success ? { token: parsed.data.value } : { why: 'its answer holds no token', mayPass: false };
  } catch (error) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    return { why: `it cannot be reached (${String(code ?? name)})`, mayPass: true };
  }
}

function unavailable(why: string): Failure {
  return new Failure('id-token-unavailable', `GitHub gave this job no ID token: ${why}.`);
}
