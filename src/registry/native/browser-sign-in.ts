import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '../../base/failure.ts';
import { audienceOf } from '../../base/net/audience.ts';
import { beginOidcSignIn, redeemOidcCode } from '../../protocol/access/oidc.ts';
import { pathOf } from '../../protocol/endpoint.ts';
import { calling, type LoginToken, type SignInTarget } from './sign-in.ts';

export interface BrowserSignIn {
  /** What the token is called. */
  readonly name: string;
  /** Gets the address that the person has to open in a browser of this machine. */
  readonly show: (url: string) => void;
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** How long a person may take; default ten minutes, which is as long as the registry waits. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 10 * 60_000;
const PAGE = '<!doctype html><meta charset="utf-8"><title>Promptlane</title><p>Go back to your terminal.</p>';

/**
 * A token of whoever signs in at the identity provider of the registry, in a browser of this machine (RFC 8252).
 *
 * The browser brings a code to a port of loopback, and only this process knows what turns it into a token.
 * @throws Failure `sign-in-refused`, `issuer-unreachable`, `code-refused`; `interrupted` when nobody came.
 */
export async function signInByBrowser(
  target: SignInTarget,
  { name, show, signal, patienceMs = PATIENCE_MS }: BrowserSignIn,
): Promise<LoginToken> {
  const [verifier, state] = [secret(), secret()];
  const server = createServer();
  const code = codeBroughtTo(server, state, AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]));
  // It is awaited below; until then its failure is nobody's.
  code.catch(() => undefined);
  try {
    const port = await portOf(server);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const query = new URLSearchParams({ port: String(port), state, challenge });
    show(`${audienceOf(target.url)}${pathOf(beginOidcSignIn, {})}?${query}`);
    const body = { code: await code, verifier, name };
    return await calling(target, (http) => http.call(redeemOidcCode, { body }));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function portOf(server: Server): Promise<number> {
  return new Promise((listens, fails) => {
    server.once('error', fails);
    server.listen(0, '127.0.0.1', () => listens((server.address() as AddressInfo).port));
  });
}

/** Any page may send its visitors here: only who knows the state is heard. */
function codeBroughtTo(server: Server, state: string, signal: AbortSignal): Promise<string> {
  return new Promise((brought, fails) => {
    const stop = () => fails(new Failure('interrupted', 'Nobody signed in.', { hint: 'Run the command again.' }));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    server.on('request', ({ url, method }, response) => {
      const { searchParams, pathname } = new URL(url ?? '/', 'http://127.0.0.1');
      if (method !== 'GET' || pathname !== '/' || !isSame(searchParams.get('state') ?? '', state)) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', connection: 'close' }).end(PAGE, () => {
        const code = searchParams.get('code');
        if (code === null) fails(refusalOf(searchParams));
        else brought(code);
      });
    });
  });
}

function isSame(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

function refusalOf(answer: URLSearchParams): Failure {
  const message = answer.get('message') ?? 'The registry did not let you in.';
  return new Failure(answer.get('error') === 'issuer-unreachable' ? 'issuer-unreachable' : 'sign-in-refused', message.slice(0, 500), {
    hint: 'Ask an admin of the registry; its log tells more.',
  });
}
