import { createPublicKey, type JsonWebKey, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { tokenText } from '../../src/access/token.ts';
import { PROBLEM_TYPE } from '../../src/protocol/problem.ts';
import { exchangeIdToken, type IdTokenRefusal } from '../../src/protocol/token-exchange.ts';
import type { FakeOidcIssuer } from './fake-oidc-issuer.ts';
import { closed, type Listening, listening } from './listening.ts';

/** A registry on loopback that speaks the declared token exchange, checks signatures for real, and shows its environments. */
export interface FakeTrustingRegistry extends Listening {
  /** The `Authorization` headers that it met, `undefined` for none. */
  readonly authorizations: (string | undefined)[];
  /** The ID tokens that it was shown. */
  readonly shown: string[];
  /** The tokens that it gave. */
  readonly given: string[];
  /** Answers this often with this status before it does its work. */
  trouble(status: number, times: number): void;
  close(): Promise<void>;
}

export interface TrustingRegistryOptions {
  /** The trust rule: which jobs get a token. */
  readonly trusts?: Readonly<Record<string, string>>;
  /** Where it believes to be; default: where it is. */
  readonly audience?: string;
  /** How far its clock is ahead. */
  readonly aheadSeconds?: number;
  /** Quotes the ID token in refusals, as no registry should. */
  readonly isIndiscreet?: boolean;
}

const LEEWAY_SECONDS = 60;

export async function fakeTrustingRegistry(issuer: FakeOidcIssuer, options: TrustingRegistryOptions = {}): Promise<FakeTrustingRegistry> {
  const authorizations: (string | undefined)[] = [];
  const shown: string[] = [];
  const given: string[] = [];
  const used = new Set<unknown>();
  let trouble = { status: 0, times: 0 };
  const exchange = async (request: IncomingMessage): Promise<Reply> => {
    const { idToken } = exchangeIdToken.body.parse(JSON.parse(await text(request)));
    shown.push(idToken);
    const refusal = await refusalOf(idToken, issuer, { audience: origin, ...options }, used);
    if (refusal !== undefined) {
      const detail = `The ID token is refused: ${refusal}.${options.isIndiscreet ? ` It was ${idToken}.` : ''}`;
      return problem(403, 'id-token-refused', detail, { reason: refusal });
    }
    const token = tokenText({ id: randomBytes(6).toString('hex'), secret: randomBytes(24).toString('hex') });
    given.push(token);
    return { status: 200, body: { token, expiresIn: 600 } };
  };
  const server = createServer(async (request, response) => {
    authorizations.push(request.headers.authorization);
    const isExchange = request.method === exchangeIdToken.method && request.url === '/v1/projects/default/token-exchange';
    const isKnown = given.some((token) => request.headers.authorization === `Bearer ${token}`);
    const reply =
      trouble.times-- > 0
        ? { status: trouble.status, body: 'Bad gateway' }
        : isExchange
          ? await exchange(request)
          : request.url?.endsWith('/token-exchange')
            ? problem(404, 'not-found', 'There is no such route.')
            : isKnown
              ? { status: 200, body: { environments: [] } }
              : problem(401, 'not-signed-in', 'The token is not valid here.');
    const type = reply.status >= 400 ? PROBLEM_TYPE : 'application/json';
    response.writeHead(reply.status, { 'content-type': type }).end(JSON.stringify(reply.body));
  });
  const { origin } = await listening(server);
  return {
    origin,
    authorizations,
    shown,
    given,
    trouble: (status, times) => {
      trouble = { status, times };
    },
    close: () => closed(server),
  };
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

function problem(status: number, code: string, detail: string, details?: object): Reply {
  return { status, body: { type: 'about:blank', title: code, status, code, detail, hint: 'Ask an admin.', requestId: 'r1', details } };
}

type Rules = Required<Pick<TrustingRegistryOptions, 'audience'>> & TrustingRegistryOptions;

async function refusalOf(
  idToken: string,
  { origin }: FakeOidcIssuer,
  { trusts = {}, audience, aheadSeconds = 0 }: Rules,
  used: Set<unknown>,
): Promise<IdTokenRefusal | undefined> {
  const [head = '', body = '', signature = ''] = idToken.split('.');
  const { alg, kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const { keys } = (await (await fetch(`${origin}/.well-known/jwks`)).json()) as { keys: JsonWebKey[] };
  const jwk = keys.find((each) => each.kid === kid);
  const isSigned =
    alg === 'RS256' &&
    jwk !== undefined &&
    verify('RSA-SHA256', Buffer.from(`${head}.${body}`), createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  if (!isSigned) return 'signature';
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const now = Date.now() / 1000 + aheadSeconds;
  if (claims.iss !== origin) return 'issuer';
  if (claims.aud !== audience) return 'audience';
  if (claims.exp + LEEWAY_SECONDS < now) return 'expired';
  if (claims.nbf - LEEWAY_SECONDS > now) return 'not-yet-valid';
  if (used.has(claims.jti)) return 'used';
  used.add(claims.jti);
  return Object.entries(trusts).every(([claim, wanted]) => claims[claim] === wanted) ? undefined : 'untrusted';
}
