import type { Email } from '../../../access/email.ts';
import type { Binding } from '../../../access/principal.ts';
import type { Database } from '../tables.ts';

/** A one-time code that makes a member of who shows it. */
export interface StoredCode {
  readonly hash: string;
  readonly kind: 'setup' | 'invitation';
  /** Absent for the first admin, who says their own. */
  readonly email?: Email;
  readonly project?: string;
  readonly bindings: readonly Binding[];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly creator: { readonly id: string; readonly name: string };
}

/** Adds a code in place of those for the same: of the set-up, or of an address in a project. */
export async function replaceCode(db: Database, code: StoredCode): Promise<void> {
  const { hash, kind, email = null, project = null, bindings, createdAt, expiresAt, creator } = code;
  let former = db.deleteFrom('codes').where('kind', '=', kind);
  if (email !== null) former = former.where('email', '=', email).where('project', '=', project);
  await former.execute();
  await db
    .insertInto('codes')
    .values({
      hash,
      kind,
      project,
      email,
      bindings: JSON.stringify(bindings),
      created_at: createdAt,
      expires_at: expiresAt,
      creator_id: creator.id,
      creator_name: creator.name,
    })
    .execute();
}

export async function findCode(db: Database, hash: string): Promise<StoredCode | undefined> {
  const row = await db.selectFrom('codes').selectAll().where('hash', '=', hash).executeTakeFirst();
  return row && codeOf(row);
}

/** Invitations into a project that nobody has taken yet. */
export async function invitationsTo(db: Database, project: string): Promise<StoredCode[]> {
  const rows = await db.selectFrom('codes').selectAll().where('project', '=', project).orderBy('created_at').execute();
  return rows.map(codeOf);
}

/** Invitations of an address into any project. */
export async function invitationsFor(db: Database, email: Email): Promise<StoredCode[]> {
  return (await db.selectFrom('codes').selectAll().where('email', '=', email).orderBy('created_at').execute()).map(codeOf);
}

function codeOf(row: {
  hash: string;
  kind: 'setup' | 'invitation';
  project: string | null;
  email: Email | null;
  bindings: string;
  created_at: number;
  expires_at: number;
  creator_id: string;
  creator_name: string;
}): StoredCode {
  return {
    hash: row.hash,
    kind: row.kind,
    ...(row.email !== null && { email: row.email }),
    ...(row.project !== null && { project: row.project }),
    bindings: JSON.parse(row.bindings) as Binding[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    creator: { id: row.creator_id, name: row.creator_name },
  };
}

/** Takes a code away; false when it is gone already: of two who show it at once, one is let in. */
export async function takeCode(db: Database, hash: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('codes').where('hash', '=', hash).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Takes back an invitation. */
export async function dropInvitations(db: Database, project: string, email: Email): Promise<void> {
  await db.deleteFrom('codes').where('project', '=', project).where('email', '=', email).execute();
}
