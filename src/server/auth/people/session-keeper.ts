import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Principal } from '../../../access/principal.ts';
import { readPrincipal } from '../../storage/access/principals.ts';
import { addSession, endSession, findSession, forgetSessions, noteSessionUse, type StoredSession } from '../../storage/access/sessions.ts';
import type { Database } from '../../storage/tables.ts';

/** Opens sessions of browsers and recognises them. */
export interface SessionKeeper {
  /** Signs a browser in; the session that it came with ends, so that nobody can have planted it. */
  open(principal: string, visitor: { readonly cookie: string | undefined; readonly agent: string }, time: number): Promise<OpenedSession>;
  /** The user of a `Cookie` header; undefined for every reason. */
  principalOf(cookie: string | undefined, time: number): Promise<Principal | undefined>;
  /** Whether a text is the token against forgery that belongs to the cookie. */
  isOwnForm(cookie: string | undefined, csrf: string | undefined): boolean;
  /** The token against forgery that belongs to the cookie: a page that was loaded anew has lost it. */
  csrfOf(cookie: string | undefined): string | undefined;
  /** The header that has the browser forget its cookie. */
  readonly farewell: string;
}

export interface OpenedSession {
  /** The `Set-Cookie` header. */
  readonly setCookie: string;
  /** What requests that change something have to carry. */
  readonly csrf: string;
  readonly id: string;
  readonly expiresAt: number;
}

/** A session ends when nobody used it for this long, and after this long in any case. */
const SESSION_MS = { idle: 12 * 3_600_000, longest: 7 * 24 * 3_600_000 } as const;

/** How exactly it is known when a session was used. */
const USE_MS = 60_000;

const VALUE = /^[\w-]{43}$/;

/** `isSecure`: people reach the registry over HTTPS; then the cookie goes nowhere else, and no other host can set it. */
export function sessionKeeper(db: Database, pepper: Buffer, isSecure: () => boolean): SessionKeeper {
  const nameOf = () => (isSecure() ? '__Host-promptlane' : 'promptlane');
  const csrfOf = (value: string) => createHmac('sha256', pepper).update(`csrf:${value}`).digest();
  const cookie = (value: string, seconds: number) =>
    `${nameOf()}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSecure() ? '; Secure' : ''}`;
  return {
    async open(principal, visitor, time) {
      const former = valueIn(visitor.cookie, nameOf());
      if (former !== undefined) await endSession(db, hashOf(former));
      await forgetSessions(db, { endedBy: time, unseenSince: time - SESSION_MS.idle });
      const value = randomBytes(32).toString('base64url');
      const expiresAt = time + SESSION_MS.longest;
      const agent = visitor.agent.slice(0, 200);
      await addSession(db, { hash: hashOf(value), principal, createdAt: time, seenAt: time, expiresAt, agent });
      const setCookie = cookie(value, SESSION_MS.longest / 1000);
      return { setCookie, csrf: csrfOf(value).toString('base64url'), id: sessionId(hashOf(value)), expiresAt };
    },

    async principalOf(header, time) {
      const value = valueIn(header, nameOf());
      const session = value === undefined ? undefined : await findSession(db, hashOf(value));
      if (session === undefined || !isLiveSession(session, time)) return undefined;
      const stored = await readPrincipal(db, session.principal);
      if (stored === undefined || stored.isDisabled) return undefined;
      if (time - session.seenAt >= USE_MS) await noteSessionUse(db, session.hash, time);
      const { isDisabled: _, ...principal } = stored;
      return { ...principal, via: { kind: 'session', id: sessionId(session.hash), expiresAt: session.expiresAt } };
    },

    isOwnForm(header, csrf) {
      const value = valueIn(header, nameOf());
      if (value === undefined || csrf === undefined) return false;
      const expected = csrfOf(value);
      const given = Buffer.from(csrf, 'base64url');
      return given.length === expected.length && timingSafeEqual(given, expected);
    },

    csrfOf(header) {
      const value = valueIn(header, nameOf());
      return value && csrfOf(value).toString('base64url');
    },

    get farewell() {
      return cookie('', 0);
    },
  };
}

export function isLiveSession({ expiresAt, seenAt }: StoredSession, time: number): boolean {
  return time < expiresAt && time - seenAt < SESSION_MS.idle;
}

/** Names a session to its owner: no cookie can be made of it. */
export function sessionId(hash: string): string {
  return hash.slice(0, 12);
}

/** The cookie has 256 random bits: a plain hash of it cannot be searched. */
function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

/** The session of a `Cookie` header. Two of the name are none: one of them was planted. */
function valueIn(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 && VALUE.test(values[0] ?? '') ? values[0] : undefined;
}
