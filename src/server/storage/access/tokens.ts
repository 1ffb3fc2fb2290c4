import type { Selectable } from 'kysely';
import type { Attestation, Binding } from '../../../access/principal.ts';
import type { Database, Tables } from '../tables.ts';
import type { StoredPrincipal } from './principals.ts';

/** A token as it is stored: its secret only as a keyed hash. */
export interface StoredToken {
  readonly id: string;
  readonly mac: string;
  readonly principal: string;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly revokedAt?: number;
  readonly lastUsedAt?: number;
  /** Absent: it has the name of its principal. */
  readonly name?: string;
  /** Absent: all that its principal may. */
  readonly bindings?: readonly Binding[];
  readonly attested?: Attestation;
  readonly creator?: string;
}

type Row = Selectable<Tables['tokens']>;

export async function findToken(db: Database, id: string): Promise<StoredToken | undefined> {
  const row = await db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
  return row && tokenOf(row);
}

/** A token with whom it acts as and their grants, in one statement: every request asks for this. */
export async function findTokenWithOwner(db: Database, id: string): Promise<{ token: StoredToken; owner: StoredPrincipal } | undefined> {
  const rows = await db
    .selectFrom('tokens')
    .innerJoin('principals', 'principals.id', 'tokens.principal')
    .leftJoin('users', 'users.principal', 'tokens.principal')
    .leftJoin('bindings', 'bindings.principal', 'tokens.principal')
    .selectAll('tokens')
    .select(['principals.name as owner_name', 'principals.kind', 'principals.disabled_at', 'users.email'])
    .select(['bindings.role', 'bindings.project', 'bindings.environments', 'bindings.prompts'])
    .where('tokens.id', '=', id)
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const { owner_name: name, kind, disabled_at, email } = first;
  const bindings = rows.flatMap(({ role, project, environments, prompts }) =>
    role === null || project === null || environments === null || prompts === null ? [] : [{ role, project, environments, prompts }],
  );
  const owner = { id: first.principal, name, kind, ...(email !== null && { email }), bindings, isDisabled: disabled_at !== null };
  return { token: tokenOf(first), owner };
}

/** Tokens of a principal, newest first. */
export async function tokensOf(db: Database, principal: string): Promise<StoredToken[]> {
  const rows = await db.selectFrom('tokens').selectAll().where('principal', '=', principal).orderBy('created_at', 'desc').execute();
  return rows.map(tokenOf);
}

/** A place in a list of tokens, newest first. */
export interface TokenPlace {
  readonly createdAt: number;
  readonly id: string;
}

/** Tokens of one principal and, when wanted, those of every machine; newest first. */
export async function pageOfTokens(
  db: Database,
  page: { readonly principal: string; readonly withMachines: boolean; readonly after: TokenPlace | undefined; readonly limit: number },
): Promise<StoredToken[]> {
  const { principal, withMachines, after, limit } = page;
  const rows = await db
    .selectFrom('tokens')
    .innerJoin('principals', 'principals.id', 'tokens.principal')
    .selectAll('tokens')
    .where((is) => is.or([is('tokens.principal', '=', principal), ...(withMachines ? [is('principals.kind', '=', 'machine')] : [])]))
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('tokens.created_at', 'tokens.id'), '<', tuple(after?.createdAt ?? 0, after?.id ?? '')),
      ),
    )
    .orderBy('tokens.created_at', 'desc')
    .orderBy('tokens.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(tokenOf);
}

function tokenOf(row: Row): StoredToken {
  const { id, mac, principal, created_at, expires_at, revoked_at, last_used_at, name, bindings, attested, creator_name } = row;
  return {
    id,
    mac,
    principal,
    createdAt: created_at,
    ...(expires_at !== null && { expiresAt: expires_at }),
    ...(revoked_at !== null && { revokedAt: revoked_at }),
    ...(last_used_at !== null && { lastUsedAt: last_used_at }),
    ...(name !== null && { name }),
    ...(bindings !== null && { bindings: JSON.parse(bindings) as Binding[] }),
    ...(attested !== null && { attested: JSON.parse(attested) as Attestation }),
    ...(creator_name !== null && { creator: creator_name }),
  };
}

export async function anyToken(db: Database): Promise<boolean> {
  return (await db.selectFrom('tokens').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export async function addToken(db: Database, token: StoredToken): Promise<void> {
  const { id, mac, principal, createdAt, expiresAt, name, bindings, attested, creator } = token;
  await db
    .insertInto('tokens')
    .values({
      id,
      principal,
      mac,
      created_at: createdAt,
      expires_at: expiresAt ?? null,
      revoked_at: null,
      name: name ?? null,
      bindings: bindings === undefined ? null : JSON.stringify(bindings),
      attested: attested === undefined ? null : JSON.stringify(attested),
      creator_name: creator ?? null,
      last_used_at: null,
    })
    .execute();
}

/** Ends a token; one that was ended before keeps its time. */
export async function endToken(db: Database, id: string, time: number): Promise<void> {
  await db.updateTable('tokens').set({ revoked_at: time }).where('id', '=', id).where('revoked_at', 'is', null).execute();
}

export async function noteTokenUse(db: Database, id: string, time: number): Promise<void> {
  await db.updateTable('tokens').set({ last_used_at: time }).where('id', '=', id).execute();
}

/** Forgets short-lived tokens of a job that ended long ago: a busy repository gets thousands. */
export async function forgetTokens(db: Database, principal: string, endedBefore: number): Promise<void> {
  await db.deleteFrom('tokens').where('principal', '=', principal).where('expires_at', '<', endedBefore).execute();
}
