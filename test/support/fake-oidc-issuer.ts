import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { closed, type Listening, listening } from './listening.ts';

/** What GitHub Actions says of a job in an ID token: the claims of its documentation, all of them. */
export interface JobClaims {
  readonly [claim: string]: string | number;
}

/** One answer in place of a token. */
export interface IssuerTrouble {
  readonly status: number;
  readonly body?: string;
}

/** An issuer on loopback that speaks as GitHub's does, to jobs and to those who check its signatures. */
export interface FakeOidcIssuer extends Listening {
  /** The variables that the runner gives to a job with `id-token: write`. */
  readonly variables: Readonly<Record<string, string>>;
  /** The audiences that were asked for. */
  readonly audiences: string[];
  /** Every token that was given. */
  readonly tokens: string[];
  /** Makes this trouble once for each, in order, before tokens again. */
  trouble(...troubles: IssuerTrouble[]): void;
  /** An ID token of a job with these claims and this head, whatever they say; `undefined` leaves one out. */
  sign(
    claims: Readonly<Record<string, unknown>>,
    options?: { readonly time?: number; readonly head?: Readonly<Record<string, unknown>> },
  ): string;
  /** Who is at the keyboard when a browser comes to sign in, as claims; `undefined` leaves one out. */
  signsIn(person: Readonly<Record<string, unknown>>): void;
  /** Signs with a new key from now on; the old one is still published. */
  rotate(): void;
  close(): Promise<void>;
}

/** What the issuer knows the registry as. */
export const CLIENT = { id: 'promptlane', secret: 'client-secret-of-tests' } as const;

const LIFETIME_SECONDS = 300;

interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
  readonly jwk: object;
}

/** Issuers of one test file share it: making one takes longer than all that they do with it. */
const firstKey = signingKey();

export async function fakeOidcIssuer({ claims = {} }: { claims?: JobClaims } = {}): Promise<FakeOidcIssuer> {
  const requestToken = `request-${randomUUID()}`;
  const keys = [firstKey];
  const troubles: IssuerTrouble[] = [];
  const audiences: string[] = [];
  const tokens: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
    if (url.pathname === '/.well-known/openid-configuration') return json(200, described(origin));
    if (url.pathname === '/.well-known/jwks') return json(200, { keys: keys.map(({ jwk }) => jwk) });
    if (url.pathname === '/authorize' || url.pathname === '/token') return signIns(request, response);
    if (url.pathname !== '/job/idtoken' || url.searchParams.get('api-version') !== '2.0') return json(404, {});
    if (!isSignedIn(request, requestToken)) return json(401, { message: 'The request token is not valid.' });
    const audience = url.searchParams.get('audience') ?? 'https://github.com/acme';
    audiences.push(audience);
    const trouble = troubles.shift();
    if (trouble) return json(trouble.status, trouble.body ?? { message: 'Try again later.' });
    const token = signedToken(keys.at(-1)!, { ...githubClaims(), ...times(), iss: origin, aud: audience, ...claims });
    tokens.push(token);
    return json(200, { count: token.length, value: token });
  });
  const { origin } = await listening(server);
  let person: Readonly<Record<string, unknown>> = {};
  const signIns = peopleSigningIn(origin, (nonce) =>
    signedToken(keys.at(-1)!, { sub: `person of ${String(person.email)}`, ...times(), iss: origin, aud: CLIENT.id, nonce, ...person }),
  );
  return {
    origin,
    audiences,
    signsIn: (next) => {
      person = next;
    },
    tokens,
    variables: {
      GITHUB_ACTIONS: 'true',
      ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}/job/idtoken?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    },
    trouble: (...more) => void troubles.push(...more),
    sign: (own, { time, head } = {}) =>
      signedToken(keys.at(-1)!, { ...githubClaims(), ...times(time), iss: origin, ...claims, ...own }, head),
    rotate: () => void keys.push(signingKey()),
    close: () => closed(server),
  };
}

function described(origin: string): object {
  return {
    issuer: origin,
    jwks_uri: `${origin}/.well-known/jwks`,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: ['RS256'],
    authorization_response_iss_parameter_supported: true,
  };
}

/** The two ends of the authorization code flow with PKCE: whoever comes to the first is signed in already. */
function peopleSigningIn(origin: string, idTokenOf: (nonce: string | undefined) => string) {
  const begun = new Map<string, URLSearchParams>();
  return async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/authorize') {
      const code = randomUUID();
      begun.set(code, url.searchParams);
      const { redirect_uri = '', state = '' } = Object.fromEntries(url.searchParams);
      const location = `${redirect_uri}?${new URLSearchParams({ code, state, iss: origin })}`;
      return response.writeHead(302, { location }).end();
    }
    const form = new URLSearchParams(await text(request));
    const asked = begun.get(form.get('code') ?? '');
    begun.delete(form.get('code') ?? '');
    const [id, secret] = atob(request.headers.authorization?.split(' ')[1] ?? '')
      .split(':')
      .map(decodeURIComponent);
    const isClient = id === CLIENT.id && secret === CLIENT.secret;
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      isClient &&
      asked?.get('code_challenge') === challenge &&
      asked.get('redirect_uri') === form.get('redirect_uri') &&
      asked.get('client_id') === CLIENT.id;
    const body = isRight
      ? { access_token: randomUUID(), token_type: 'Bearer', id_token: idTokenOf(asked.get('nonce') ?? undefined) }
      : { error: 'invalid_grant' };
    return response.writeHead(isRight ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

function isSignedIn({ headers }: IncomingMessage, requestToken: string): boolean {
  return headers.authorization === `Bearer ${requestToken}`;
}

function signingKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  return { kid, key: privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
}

function signedToken({ kid, key }: SigningKey, claims: Readonly<Record<string, unknown>>, own: object = {}): string {
  const head = [{ typ: 'JWT', alg: 'RS256', kid, ...own }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${head}.${sign('RSA-SHA256', Buffer.from(head), key).toString('base64url')}`;
}

function times(time = Date.now()): JobClaims {
  const now = Math.floor(time / 1000);
  return { iat: now, nbf: now, exp: now + LIFETIME_SECONDS };
}

function githubClaims(): JobClaims {
  const workflow = 'acme/prompts/.github/workflows/release.yml@refs/heads/main';
  const sha = '5f2b1c9d7e8a4b6c3d0e1f2a9b8c7d6e5f4a3b2c';
  return {
    jti: randomUUID(),
    sub: 'repo:acme/prompts:environment:production',
    environment: 'production',
    ref: 'refs/heads/main',
    sha,
    repository: 'acme/prompts',
    repository_owner: 'acme',
    repository_owner_id: '65',
    repository_id: '74',
    repository_visibility: 'private',
    actor: 'ada',
    actor_id: '12',
    run_id: '1001',
    run_number: '10',
    run_attempt: '1',
    runner_environment: 'github-hosted',
    workflow: 'release',
    workflow_ref: workflow,
    workflow_sha: sha,
    job_workflow_ref: workflow,
    job_workflow_sha: sha,
    head_ref: '',
    base_ref: '',
    event_name: 'push',
    ref_type: 'branch',
    ref_protected: 'true',
  };
}
