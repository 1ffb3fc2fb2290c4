import { parseToken } from '../../access/token.ts';
import { Failure } from '../../base/failure.ts';
import type { Identity, Registry, RegistryKind } from '../../registry/registry.ts';
import type { LoginStore } from '../../workspace/logins/login-store.ts';

export interface SignedIn {
  readonly url: string;
  readonly identity: Identity;
  readonly file: string;
}

/** What signing in needs from outside. */
export interface SignInDependencies {
  readonly url: string;
  readonly store: LoginStore;
  /** Asks the registry whom a token belongs to. */
  readonly identify: (token: string) => Promise<Identity>;
  readonly kind: RegistryKind;
}

/**
 * Keeps a token for a registry once the registry has said whose it is.
 *
 * @throws Failure `not-signed-in` for what is no token, or none of this registry; then nothing is kept.
 */
export async function keepLogin(token: string, { url, store, identify, kind }: SignInDependencies): Promise<SignedIn> {
  // Keys of LangWatch have no form of ours.
  const isToken = kind === 'langwatch' ? token !== '' : parseToken(token) !== undefined;
  if (!isToken) throw new Failure('not-signed-in', 'What was given is no token of a registry.');
  const identity = await identify(token);
  await store.keep(url, token);
  return { url, identity, file: store.file };
}

export interface SignedOut {
  readonly url: string;
  readonly kind: RegistryKind;
  /** False: there was no login to forget. */
  readonly wasSignedIn: boolean;
  /** The registry ended the token too. */
  readonly isRevoked: boolean;
  /** What else was ended; present when all of it was to be. */
  readonly ended?: { readonly browsers: number; readonly tokens: number };
}

/** Forgets the login of a registry, and ends its token there when the registry answers. */
export async function signOut(
  { url, kind }: Pick<SignedOut, 'url' | 'kind'>,
  store: LoginStore,
  revoke: (token: string) => Promise<void>,
): Promise<SignedOut> {
  const token = await store.token(url);
  if (token === undefined) return { url, kind, wasSignedIn: false, isRevoked: false };
  await store.forget(url);
  const isRevoked = await revoke(token).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Failure) return false;
      throw error;
    },
  );
  return { url, kind, wasSignedIn: true, isRevoked };
}

/** Ends every browser session and every token of a person but the token that asks. @throws Failure `not-allowed` for a machine. */
export async function endOtherLogins(
  registry: Pick<Registry, 'whoami' | 'browserSessions' | 'endBrowserSession' | 'tokens' | 'revokeToken'>,
  ownToken: string,
): Promise<NonNullable<SignedOut['ended']>> {
  const [{ id: person }, sessions, tokens] = await Promise.all([registry.whoami(), registry.browserSessions(), registry.tokens()]);
  let browsers = 0;
  for (const { id } of sessions) browsers += await registry.endBrowserSession(id);
  const own = parseToken(ownToken)?.id;
  const others = tokens.filter(({ owner, id, revokedAt }) => owner.id === person && id !== own && revokedAt === undefined);
  for (const { id } of others) await registry.revokeToken(id);
  return { browsers, tokens: others.length };
}

/** A password that was changed, and how many browsers that signed out. */
export interface PasswordChanged {
  readonly browsers: number;
}
