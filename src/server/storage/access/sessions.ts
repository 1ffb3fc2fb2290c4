import type { Database } from '../tables.ts';

/** A browser that is signed in. */
export interface StoredSession {
  /** Of the cookie. */
  readonly hash: string;
  readonly principal: string;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
  /** What the browser calls itself, for its owner to know it by. */
  readonly agent: string;
}

const COLUMNS = ['hash', 'principal', 'created_at as createdAt', 'seen_at as seenAt', 'expires_at as expiresAt', 'agent'] as const;

export async function addSession(db: Database, { hash, principal, createdAt, seenAt, expiresAt, agent }: StoredSession): Promise<void> {
  await db
    .insertInto('sessions')
    .values({ hash, principal, created_at: createdAt, seen_at: seenAt, expires_at: expiresAt, agent })
    .execute();
}

export async function findSession(db: Database, hash: string): Promise<StoredSession | undefined> {
  return await db.selectFrom('sessions').select(COLUMNS).where('hash', '=', hash).executeTakeFirst();
}

/** Of one user, newest first. */
export async function sessionsOf(db: Database, principal: string): Promise<StoredSession[]> {
  return await db.selectFrom('sessions').select(COLUMNS).where('principal', '=', principal).orderBy('created_at', 'desc').execute();
}

export async function noteSessionUse(db: Database, hash: string, time: number): Promise<void> {
  await db.updateTable('sessions').set({ seen_at: time }).where('hash', '=', hash).execute();
}

export async function endSession(db: Database, hash: string): Promise<void> {
  await db.deleteFrom('sessions').where('hash', '=', hash).execute();
}

/** Forgets the sessions that ended by themselves. */
export async function forgetSessions(db: Database, { endedBy, unseenSince }: { endedBy: number; unseenSince: number }): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((either) => either.or([either('expires_at', '<=', endedBy), either('seen_at', '<', unseenSince)]))
    .execute();
}
