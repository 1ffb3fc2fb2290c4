import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { jsonValue } from '../../../base/json/json-value.ts';

/** The keys that issuers of ID tokens publish. */
export interface IssuerKeys {
  /** Finds the key of a token of one issuer; asks the issuer again for a key that is not known yet, twice a minute at most. */
  of(issuer: string): Promise<JWTVerifyGetKey>;
}

const TIMEOUT_MS = 5000;
const COOLDOWN_MS = 30_000;
const MAX_AGE_MS = 10 * 60_000;

/** Asks only issuers that an admin named in a trust rule. */
export function issuerKeys({ cooldownMs = COOLDOWN_MS }: { readonly cooldownMs?: number } = {}): IssuerKeys {
  const known = new Map<string, Promise<JWTVerifyGetKey>>();
  return {
    of(issuer) {
      const found = known.get(issuer);
      if (found !== undefined) return found;
      const asked = keysOf(issuer, cooldownMs);
      known.set(issuer, asked);
      // An issuer that did not answer is asked again.
      asked.catch(() => known.delete(issuer));
      return asked;
    },
  };
}

async function keysOf(issuer: string, cooldownDuration: number): Promise<JWTVerifyGetKey> {
  const discovery = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const reply = await fetch(discovery, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  const { issuer: named, jwks_uri } = (jsonValue(await reply.text()) ?? {}) as { issuer?: unknown; jwks_uri?: unknown };
  if (!reply.ok || named !== issuer || typeof jwks_uri !== 'string') throw new Error(`${issuer} does not describe itself as an issuer`);
  const address = new URL(jwks_uri);
  if (address.protocol !== 'https:' && address.origin !== new URL(issuer).origin)
    throw new Error(`${issuer} publishes its keys without HTTPS`);
  return createRemoteJWKSet(address, { timeoutDuration: TIMEOUT_MS, cooldownDuration, cacheMaxAge: MAX_AGE_MS });
}
