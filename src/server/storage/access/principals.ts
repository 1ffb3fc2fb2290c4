import type { Binding, Principal } from '../../../access/principal.ts';
import type { AccessRole } from '../../../access/role.ts';
import type { Database } from '../tables.ts';

/** A token as it is stored: its secret only as a keyed hash. */
export interface StoredToken {
  readonly id: string;
  readonly mac: string;
  readonly principal: string;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

export async function findToken(db: Database, id: string): Promise<StoredToken | undefined> {
  return await db
    .selectFrom('tokens')
    .select(['id', 'mac', 'principal', 'expires_at as expiresAt', 'revoked_at as revokedAt'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function anyToken(db: Database): Promise<boolean> {
  return (await db.selectFrom('tokens').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** A principal with its grants. */
export async function readPrincipal(db: Database, id: string): Promise<Principal | undefined> {
  const row = await db.selectFrom('principals').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const bindings = await db
    .selectFrom('bindings')
    .select(['role', 'project', 'environments', 'prompts'])
    .where('principal', '=', id)
    .execute();
  return { ...row, bindings: bindings.map((binding): Binding => ({ ...binding, role: binding.role as AccessRole })) };
}

/** Adds a principal with its grants and one token. */
export async function addPrincipal(
  db: Database,
  { bindings, ...principal }: Principal,
  token: { readonly id: string; readonly mac: string; readonly createdAt: number },
): Promise<void> {
  await db.insertInto('principals').values(principal).execute();
  await db
    .insertInto('bindings')
    .values(bindings.map((binding) => ({ principal: principal.id, ...binding })))
    .execute();
  const { id, mac, createdAt } = token;
  await db
    .insertInto('tokens')
    .values({ id, principal: principal.id, mac, created_at: createdAt, expires_at: null, revoked_at: null })
    .execute();
}
