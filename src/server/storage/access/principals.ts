import { type Email, normalEmail } from '../../../access/email.ts';
import type { Binding, Principal } from '../../../access/principal.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database } from '../tables.ts';

/** A principal as it is stored: with all its grants, whatever it came in with. */
export interface StoredPrincipal extends Principal {
  readonly isDisabled: boolean;
}

/** A principal with its grants. */
export async function readPrincipal(db: Database, id: string): Promise<StoredPrincipal | undefined> {
  return (await withBindings(db, await principalRows(db).where('principals.id', '=', id).execute()))[0];
}

/** The user whom an address belongs to, in any writing of it; undefined for a stranger's and for what is none. */
export async function memberByEmail(db: Database, text: string): Promise<StoredPrincipal | undefined> {
  const email = normalEmail(text);
  if (email === undefined) return undefined;
  const row = await db.selectFrom('users').select('principal').where('email', '=', email).executeTakeFirst();
  return row && (await readPrincipal(db, row.principal));
}

/** Principals in the order of their ids, with their grants; who was removed for good has none. `after`: an id. */
export async function pageOfPrincipals(db: Database, { after, limit }: { readonly after?: string; readonly limit: number }) {
  let page = principalRows(db);
  if (after !== undefined) page = page.where('principals.id', '>', after);
  return await withBindings(db, await page.orderBy('principals.id').limit(limit).execute());
}

/** Principals with these ids, in any order. */
export async function readPrincipals(db: Database, ids: readonly string[]): Promise<StoredPrincipal[]> {
  const read: StoredPrincipal[] = [];
  for (const chunk of inChunks(ids))
    read.push(...(await withBindings(db, await principalRows(db).where('principals.id', 'in', chunk).execute())));
  return read;
}

/** Everyone with a role in all environments and prompts of some projects, people first. */
export async function principalsWithRole(db: Database, role: Binding['role']): Promise<StoredPrincipal[]> {
  const rows = await db
    .selectFrom('bindings')
    .select('principal')
    .distinct()
    .where('role', '=', role)
    .where('environments', '=', '*')
    .where('prompts', '=', '*')
    .execute();
  const principals = await readPrincipals(
    db,
    rows.map(({ principal }) => principal),
  );
  return principals.sort((left, right) => Number(right.kind === 'user') - Number(left.kind === 'user'));
}

function principalRows(db: Database) {
  return db
    .selectFrom('principals')
    .leftJoin('users', 'users.principal', 'principals.id')
    .select(['principals.id', 'principals.name', 'principals.kind', 'principals.disabled_at', 'users.email']);
}

type PrincipalRow = Awaited<ReturnType<ReturnType<typeof principalRows>['execute']>>[number];

/** Adds the grants of all of them by one statement in every few hundred. */
async function withBindings(db: Database, rows: readonly PrincipalRow[]): Promise<StoredPrincipal[]> {
  const bindings = new Map<string, Binding[]>(rows.map(({ id }) => [id, []]));
  for (const ids of inChunks([...bindings.keys()])) {
    const found = await db
      .selectFrom('bindings')
      .select(['principal', 'role', 'project', 'environments', 'prompts'])
      .where('principal', 'in', ids)
      .execute();
    for (const { principal, ...binding } of found) bindings.get(principal)?.push(binding);
  }
  return rows.map(({ disabled_at, email, ...principal }) => ({
    ...principal,
    ...(email !== null && { email }),
    bindings: bindings.get(principal.id) ?? [],
    isDisabled: disabled_at !== null,
  }));
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
