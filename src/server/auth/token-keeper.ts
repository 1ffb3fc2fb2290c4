import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Binding, Principal } from '../../access/principal.ts';
import { parseToken, TOKEN_BYTES, tokenText } from '../../access/token.ts';
import { Failure } from '../../base/failure.ts';
import { addPrincipal, findToken, readPrincipal } from '../storage/access/principals.ts';
import type { Database } from '../storage/tables.ts';

/** Makes tokens and recognises them. */
export interface TokenKeeper {
  /** The principal of an `Authorization` header. @throws Failure `not-signed-in`, the same for every reason. */
  principalOf(authorization: string | undefined, time: number): Promise<Principal>;
  /** Adds a machine principal; `deliver` receives its token before it is stored, because it cannot be read afterwards. */
  issue(name: string, bindings: readonly Binding[], time: number, deliver?: (token: string) => Promise<void>): Promise<string>;
}

/** The database holds only a hash keyed with `pepper`: whoever steals it without the key file cannot test guesses. */
export function tokenKeeper(db: Database, pepper: Buffer): TokenKeeper {
  const macOf = (id: string, secret: string) => createHmac('sha256', pepper).update(`${id}:${secret}`).digest();
  return {
    async principalOf(authorization, time) {
      const token = parseToken(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
      if (token === undefined) throw notSignedIn(authorization === undefined);
      const stored = await findToken(db, token.id);
      // An unknown id is compared too, so that the time it takes does not tell it from a wrong secret.
      const known = Buffer.from(stored?.mac ?? '0'.repeat(64), 'hex');
      const isMatch = timingSafeEqual(known, macOf(token.id, token.secret));
      if (stored === undefined || !isMatch || stored.revokedAt !== null || (stored.expiresAt ?? Infinity) <= time) throw notSignedIn(false);
      const principal = await readPrincipal(db, stored.principal);
      if (principal === undefined) throw notSignedIn(false);
      return principal;
    },

    async issue(name, bindings, time, deliver = async () => undefined) {
      const token = { id: randomBytes(TOKEN_BYTES.id).toString('hex'), secret: randomBytes(TOKEN_BYTES.secret).toString('hex') };
      const principal: Principal = { id: `machine-${randomBytes(6).toString('hex')}`, name, kind: 'machine', bindings };
      await deliver(tokenText(token));
      await db.transaction().execute(async (transaction) => {
        await addPrincipal(transaction, principal, { id: token.id, mac: macOf(token.id, token.secret).toString('hex'), createdAt: time });
      });
      return tokenText(token);
    },
  };
}

function notSignedIn(isAbsent: boolean): Failure {
  return new Failure(
    'not-signed-in',
    isAbsent ? 'This needs a token.' : 'The token is not valid here: mistyped, revoked, expired or from another registry.',
  );
}
