import { type Email, normalEmail } from '../../../access/email.ts';
import type { Binding, Principal } from '../../../access/principal.ts';
import type { Database } from '../tables.ts';

/** A principal as it is stored: with all its grants, whatever it came in with. */
export interface StoredPrincipal extends Principal {
  readonly isDisabled: boolean;
}

/** A principal with its grants. */
export async function readPrincipal(db: Database, id: string): Promise<StoredPrincipal | undefined> {
  const row = await db
    .selectFrom('principals')
    .leftJoin('users', 'users.principal', 'principals.id')
    .select(['principals.id', 'principals.name', 'principals.kind', 'principals.disabled_at', 'users.email'])
    .where('principals.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { disabled_at, email, ...principal } = row;
  const bindings = await readBindings(db, id);
  return { ...principal, ...(email !== null && { email }), bindings, isDisabled: disabled_at !== null };
}

/** The user whom an address belongs to, in any writing of it; undefined for a stranger's and for what is none. */
export async function memberByEmail(db: Database, text: string): Promise<StoredPrincipal | undefined> {
  const email = normalEmail(text);
  if (email === undefined) return undefined;
  const row = await db.selectFrom('users').select('principal').where('email', '=', email).executeTakeFirst();
  return row && (await readPrincipal(db, row.principal));
}

async function readBindings(db: Database, principal: string): Promise<Binding[]> {
  return await db
    .selectFrom('bindings')
    .select(['role', 'project', 'environments', 'prompts'])
    .where('principal', '=', principal)
    .execute();
}

/** Every principal of a kind, oldest grants first; who was removed for good has none. */
export async function readPrincipals(db: Database, kind: Principal['kind']): Promise<StoredPrincipal[]> {
  const rows = await db.selectFrom('principals').select('id').where('kind', '=', kind).orderBy('id').execute();
  const principals = await Promise.all(rows.map(({ id }) => readPrincipal(db, id)));
  return principals.filter((principal) => principal !== undefined);
}

export async function addPrincipal(db: Database, { id, name, kind, bindings }: Principal): Promise<void> {
  await db.insertInto('principals').values({ id, name, kind, disabled_at: null }).execute();
  for (const binding of bindings) await addBinding(db, id, binding);
}

/** Adds a grant; one that is there already stays. */
export async function addBinding(db: Database, principal: string, binding: Binding): Promise<void> {
  await db
    .insertInto('bindings')
    .values({ principal, ...binding })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function removeBinding(db: Database, principal: string, binding: Binding): Promise<void> {
  const { role, project, environments, prompts } = binding;
  await db
    .deleteFrom('bindings')
    .where('principal', '=', principal)
    .where('role', '=', role)
    .where('project', '=', project)
    .where('environments', '=', environments)
    .where('prompts', '=', prompts)
    .execute();
}

/** Lets a principal in no more, or again. */
export async function setDisabled(db: Database, principal: string, time: number | null): Promise<void> {
  await db.updateTable('principals').set({ disabled_at: time }).where('id', '=', principal).execute();
}

export async function anyUser(db: Database): Promise<boolean> {
  return (await db.selectFrom('users').select('principal').limit(1).executeTakeFirst()) !== undefined;
}

export async function addUser(db: Database, user: Principal & { readonly email: Email }, password: string | null): Promise<void> {
  await addPrincipal(db, user);
  await db.insertInto('users').values({ principal: user.id, email: user.email, password }).execute();
}

/** The stored hash of a user's password, found by address. */
export async function findPassword(db: Database, email: Email): Promise<{ principal: string; password: string | null } | undefined> {
  return await db.selectFrom('users').select(['principal', 'password']).where('email', '=', email).executeTakeFirst();
}

export async function setPassword(db: Database, principal: string, password: string | null): Promise<void> {
  await db.updateTable('users').set({ password }).where('principal', '=', principal).execute();
}
