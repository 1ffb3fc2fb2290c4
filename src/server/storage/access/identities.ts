import type { Database } from '../tables.ts';

/** A person as an identity provider knows them. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** The id of the user who signed in as this person. */
export async function userOfIdentity(db: Database, { issuer, subject }: Identity): Promise<string | undefined> {
  const row = await db
    .selectFrom('identities')
    .select('principal')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.principal;
}

/** Whether a user has signed in at a provider before, as whomever. */
export async function hasIdentity(db: Database, issuer: string, principal: string): Promise<boolean> {
  const row = await db
    .selectFrom('identities')
    .select('subject')
    .where('issuer', '=', issuer)
    .where('principal', '=', principal)
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes a person of the provider this user, and nobody else: neither was it before, nor the person another user. */
export async function bindIdentity(db: Database, { issuer, subject }: Identity, principal: string): Promise<void> {
  await db
    .deleteFrom('identities')
    .where('issuer', '=', issuer)
    .where((either) => either.or([either('subject', '=', subject), either('principal', '=', principal)]))
    .execute();
  await db.insertInto('identities').values({ issuer, subject, principal }).execute();
}
