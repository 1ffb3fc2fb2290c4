import { setTimeout as wait } from 'node:timers/promises';
import { FAILURES, Failure } from '../../base/failure.ts';
import { exchangeIdToken as endpoint, type IdTokenRefusal, idTokenRefusedSchema } from '../../protocol/token-exchange.ts';
import { httpCaller } from './http-caller.ts';

export interface Exchange {
  readonly url: string;
  readonly project: string;
  /** Gives the ID token of one try. A registry takes each once, so a new one for every try is best. */
  readonly idToken: () => Promise<string>;
  /** For one try; default 10 s. */
  readonly fetchTimeoutMs?: number;
  /** Before the second and each later try. */
  readonly pausesMs?: readonly number[];
}

const PAUSES_MS = [300, 1500];

/** Whom an ID token for this registry has to name: its address, without a slash at the end. */
export function audienceOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '');
}

/**
 * Gives a token of the registry for an ID token. Tried again when the registry is in trouble.
 *
 * No message holds the ID token, not even one that the registry wrote.
 * @throws Failure `id-token-refused` with what to change, `not-signed-in` when this registry knows no ID tokens.
 */
export async function exchangeIdToken({ idToken, pausesMs = PAUSES_MS, ...registry }: Exchange): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    const token = await idToken();
    if (!endpoint.body.shape.idToken.safeParse(token).success) throw malformed();
    try {
      return await exchanged(token, registry);
    } catch (error) {
      const pause = pausesMs[attempt];
      if (!(error instanceof Failure)) throw error;
      if (FAILURES[error.code].kind !== 'network' || pause === undefined) throw explained(error, token, registry);
      await wait(pause);
    }
  }
}

type Target = Omit<Exchange, 'idToken' | 'pausesMs'>;

async function exchanged(idToken: string, { url, project, fetchTimeoutMs = 10_000 }: Target): Promise<string> {
  const http = httpCaller({ url, project, timeoutMs: fetchTimeoutMs });
  try {
    return (await http.call(endpoint, { body: { idToken } })).token;
  } finally {
    await http.close();
  }
}

/** What the person who wrote the workflow can do about each refusal. */
const HINTS: Readonly<Record<IdTokenRefusal, (audience: string) => string>> = {
  malformed: () => 'PROMPTLANE_ID_TOKEN has to hold the ID token itself: in GitLab it is declared under `id_tokens:` of the job.',
  signature: () => 'The registry could not check the signature with the keys of the issuer; try again, then ask its admin.',
  issuer: () => 'Ask an admin of the registry to trust the CI service that this job runs in.',
  audience: (audience) =>
    `The ID token has to be made for exactly ${audience}: compare it with the address that the registry knows itself by.`,
  expired: () => 'Ask for the ID token in the job that uses it; when it is new, the clock of the runner or of the registry is wrong.',
  'not-yet-valid': () => 'The clock of the registry is behind that of the CI service: `promptlane doctor` shows by how much.',
  used: () => 'An ID token is taken once: give each job, and each command, one of its own.',
  untrusted: () => 'Ask an admin of the registry for a trust rule for this repository, branch, environment and workflow.',
};

function malformed(): Failure {
  return new Failure('id-token-refused', 'What was given as an ID token is none.', {
    hint: HINTS.malformed(''),
    details: { reason: 'malformed' satisfies IdTokenRefusal },
  });
}

function explained(failure: Failure, idToken: string, { url, project }: Target): Failure {
  const clean = (text: string) => text.replaceAll(idToken, '[ID token]');
  if (failure.code === 'not-found') {
    return new Failure('not-signed-in', `The registry at ${url} takes no ID tokens for the project "${project}".`, {
      hint: 'Set PROMPTLANE_TOKEN, or ask its admin whether it can trust the jobs of your CI service.',
    });
  }
  const refusal = failure.code === 'id-token-refused' ? idTokenRefusedSchema.safeParse(failure.details).data : undefined;
  const hint = refusal && Object.hasOwn(HINTS, refusal.reason) ? HINTS[refusal.reason as IdTokenRefusal](audienceOf(url)) : failure.hint;
  return new Failure(failure.code, clean(failure.message), {
    hint: clean(hint),
    ...(refusal && { details: { reason: clean(refusal.reason) } }),
  });
}
