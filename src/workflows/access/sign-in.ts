import { parseToken } from '../../access/token.ts';
import { Failure } from '../../base/failure.ts';
import type { Identity, RegistryKind } from '../../registry/registry.ts';
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
