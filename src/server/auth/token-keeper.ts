import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { narrowed } from '../../access/grants/narrowed.ts';
import type { Binding, Principal } from '../../access/principal.ts';
import { parseToken, TOKEN_BYTES, tokenText } from '../../access/token.ts';
import { Failure } from '../../base/failure.ts';
import { addPrincipal, type StoredPrincipal } from '../storage/access/principals.ts';
import { addToken, findTokenWithOwner, noteTokenUse, type StoredToken } from '../storage/access/tokens.ts';
import type { Database } from '../storage/tables.ts';

/** Makes tokens and recognises them. */
export interface TokenKeeper {
  /** The principal of an `Authorization` header. @throws Failure `not-signed-in`, the same for every reason. */
  principalOf(authorization: string | undefined, time: number): Promise<Principal>;
  /** A new secret: `text` for its owner, who sees it once, and what is stored of it. */
  mint(): { readonly text: string; readonly id: string; readonly mac: string };
  /** Adds a machine principal, and gives its token, which cannot be read afterwards. */
  issue(name: string, bindings: readonly Binding[], time: number): Promise<string>;
}

/** How exactly it is known when a token was used: every use would be a write. */
const USE_MS = 60_000;

/** The database holds only a hash keyed with `pepper`: whoever steals it without the key file cannot test guesses. */
export function tokenKeeper(db: Database, pepper: Buffer): TokenKeeper {
  const macOf = (id: string, secret: string) => createHmac('sha256', pepper).update(`${id}:${secret}`).digest();
  const mint = () => {
    const token = { id: randomBytes(TOKEN_BYTES.id).toString('hex'), secret: randomBytes(TOKEN_BYTES.secret).toString('hex') };
    return { text: tokenText(token), id: token.id, mac: macOf(token.id, token.secret).toString('hex') };
  };
  const noteUse = useNotes(db);
  return {
    async principalOf(authorization, time) {
      const token = parseToken(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
      if (token === undefined) throw notSignedIn(authorization === undefined);
      const found = await findTokenWithOwner(db, token.id);
      const stored = found?.token;
      // An unknown id is compared too, so that the time it takes does not tell it from a wrong secret.
      const known = Buffer.from(stored?.mac ?? '0'.repeat(64), 'hex');
      const isMatch = timingSafeEqual(known, macOf(token.id, token.secret));
      if (found === undefined || !isMatch || !isLive(found.token, time) || found.owner.isDisabled) throw notSignedIn(false);
      noteUse(found.token, time);
      return principalOf(found);
    },

    mint,

    async issue(name, bindings, time) {
      const { text, id, mac } = mint();
      const principal: Principal = { id: newPrincipalId('machine'), name, kind: 'machine', bindings };
      await db.transaction().execute(async (transaction) => {
        await addPrincipal(transaction, principal);
        await addToken(transaction, { id, mac, principal: principal.id, createdAt: time });
      });
      return text;
    },
  };
}

/** An id that says what sort of principal it is and was never given before. */
export function newPrincipalId(kind: Principal['kind']): string {
  return `${kind}-${randomBytes(6).toString('hex')}`;
}

/** Whether a token opens anything at a time. */
export function isLive({ revokedAt, expiresAt = Infinity }: StoredToken, time: number): boolean {
  return revokedAt === undefined && time < expiresAt;
}

function principalOf({ token, owner }: { readonly token: StoredToken; readonly owner: StoredPrincipal }): Principal {
  const { isDisabled: _, ...principal } = owner;
  const { bindings, attested, expiresAt, name } = token;
  return {
    ...principal,
    // All jobs of a rule are one machine; its log should say which job it was.
    ...(attested !== undefined && name !== undefined && { name }),
    bindings: bindings === undefined ? principal.bindings : narrowed(principal.bindings, bindings),
    ...(attested !== undefined && { attested }),
    via: { kind: 'token', id: token.id, ...(expiresAt !== undefined && { expiresAt }) },
  };
}

/** Writes when a token was used, at most once a minute, and keeps nobody waiting for it. */
function useNotes(db: Database): (token: StoredToken, time: number) => void {
  const noted = new Map<string, number>();
  return ({ id, lastUsedAt = 0 }, time) => {
    if (Math.abs(time - (noted.get(id) ?? lastUsedAt)) < USE_MS) return;
    if (noted.size > 10_000) noted.clear();
    noted.set(id, time);
    // What is lost when the database is busy or closing is a minute on a list.
    noteTokenUse(db, id, time).catch(() => undefined);
  };
}

function notSignedIn(isAbsent: boolean): Failure {
  return new Failure(
    'not-signed-in',
    isAbsent ? 'This needs a token.' : 'The token is not valid here: mistyped, revoked, expired or from another registry.',
  );
}
