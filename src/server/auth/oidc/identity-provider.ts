import * as oauth from 'oauth4webapi';
import { type Email, normalEmail } from '../../../access/email.ts';
import { Failure } from '../../../base/failure.ts';
import { nameSchema } from '../../../protocol/access/grants.ts';

/** Where people of a company sign in: an OpenID Connect provider that knows this registry as a client. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the registry has to remember of a sign-in until the browser comes back. */
export interface Handshake {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Whom the provider vouches for. */
export interface Person {
  /** What the provider calls them for ever; it gives an address to another one day. */
  readonly subject: string;
  readonly email: Email;
  readonly name: string;
}

export interface IdentityProvider {
  readonly issuer: string;
  /** Where to send a browser. @throws Failure `issuer-unreachable` */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly handshake: Handshake }>;
  /**
   * Who came back, by the query that the provider sent along.
   *
   * @throws Failure `issuer-unreachable`; `sign-in-refused` for whom it does not vouch for, and for an address that it has not verified.
   */
  finish(redirectUri: string, query: URLSearchParams, handshake: Handshake): Promise<Person>;
}

const TIMEOUT_MS = 5000;
const SCOPE = 'openid email profile';
/** The longest subject that OpenID Connect allows. */
const MOST_SUBJECT = 255;

/** Authorization code with PKCE, state and nonce. The provider is first asked when someone signs in: it may be down before. */
export function identityProvider({ issuer, clientId, clientSecret }: ProviderSettings): IdentityProvider {
  const client: oauth.Client = { client_id: clientId };
  const within = () => ({
    signal: AbortSignal.timeout(TIMEOUT_MS),
    // Only loopback may speak plain HTTP; who starts the registry is refused anything else.
    [oauth.allowInsecureRequests]: issuer.startsWith('http:'),
  });
  let known: Promise<oauth.AuthorizationServer> | undefined;
  const provider = () => {
    if (known === undefined) {
      known = described(issuer, within());
      // One that did not answer is asked again.
      known.catch(() => {
        known = undefined;
      });
    }
    return known;
  };

  return {
    issuer,
    async begin(redirectUri) {
      const { authorization_endpoint } = await asking(provider());
      if (authorization_endpoint === undefined) throw unreachable(new Error('it names no place to sign in at'));
      const handshake = {
        state: oauth.generateRandomState(),
        nonce: oauth.generateRandomNonce(),
        verifier: oauth.generateRandomCodeVerifier(),
      };
      const url = new URL(authorization_endpoint);
      const parameters = {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: SCOPE,
        state: handshake.state,
        nonce: handshake.nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(handshake.verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return { url: url.href, handshake };
    },

    async finish(redirectUri, query, { state, nonce, verifier }) {
      const server = await asking(provider());
      const claims = await asking(
        (async () => {
          const answer = oauth.validateAuthResponse(server, client, query, state);
          const secret = authentication(server, clientSecret);
          const reply = await oauth.authorizationCodeGrantRequest(server, client, secret, answer, redirectUri, verifier, within());
          const tokens = await oauth.processAuthorizationCodeResponse(server, client, reply, {
            expectedNonce: nonce,
            requireIdToken: true,
          });
          await oauth.validateApplicationLevelSignature(server, reply, within());
          return oauth.getValidatedIdTokenClaims(tokens);
        })(),
      );
      return personOf(claims);
    },
  };
}

async function described(issuer: string, options: oauth.DiscoveryRequestOptions): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  return await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options));
}

/** Basic is what every provider has to take, unless it says otherwise. */
function authentication({ token_endpoint_auth_methods_supported: methods }: oauth.AuthorizationServer, secret: string): oauth.ClientAuth {
  const isPostOnly = methods?.includes('client_secret_post') && !methods.includes('client_secret_basic');
  return isPostOnly ? oauth.ClientSecretPost(secret) : oauth.ClientSecretBasic(secret);
}

/** An address that nobody checked could be anyone's: whoever writes it into their profile would become that person. */
function personOf(claims: oauth.IDToken | undefined): Person {
  const email = claims?.email_verified === true ? claims.email : undefined;
  const address = typeof email === 'string' ? normalEmail(email) : undefined;
  if (address === undefined) {
    throw new Failure('sign-in-refused', 'The identity provider names no mail address of yours that it has verified.', {
      hint: 'Ask its admin for the claims `email` and `email_verified`.',
    });
  }
  if (claims === undefined || claims.sub.length > MOST_SUBJECT) {
    throw new Failure('sign-in-refused', 'The identity provider does not say who you are as the standard has it.');
  }
  return { subject: claims.sub, email: address, name: nameSchema.safeParse(claims?.name).data ?? address.slice(0, 80) };
}

/** What the provider or the browser did wrong, without a word of theirs: it could hold a code or a token. */
async function asking<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) {
      throw new Failure('sign-in-refused', 'The identity provider did not let you in.', { cause: error });
    }
    if (error instanceof oauth.ResponseBodyError || isForged(error)) {
      throw new Failure('sign-in-refused', 'What came back from the identity provider does not fit this sign-in.', {
        hint: 'Begin again; if it stays so, the client that the registry is there is not set up as docs/access.md says.',
        cause: error,
      });
    }
    throw unreachable(error);
  }
}

/** The answers came, and say what they may not. */
const NOT_FITTING: ReadonlySet<string> = new Set([oauth.INVALID_RESPONSE, oauth.JWT_CLAIM_COMPARISON, oauth.JWT_TIMESTAMP_CHECK]);

function isForged(error: unknown): boolean {
  return error instanceof oauth.OperationProcessingError && error.code !== undefined && NOT_FITTING.has(error.code);
}

function unreachable(cause: unknown): Failure {
  return new Failure('issuer-unreachable', 'The identity provider does not answer as it should.', { cause });
}
