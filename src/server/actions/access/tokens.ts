import { allows } from '../../../access/authorise.ts';
import { globMatches } from '../../../access/glob.ts';
import { bindingCovers } from '../../../access/grants/covers.ts';
import { narrowed } from '../../../access/grants/narrowed.ts';
import type { Binding } from '../../../access/principal.ts';
import { Failure } from '../../../base/failure.ts';
import { DEFAULT_EXPIRY_DAYS } from '../../../protocol/access/grants.ts';
import type { createToken as createEndpoint, listTokens, createOwnToken as ownEndpoint } from '../../../protocol/access/tokens.ts';
import type { BodyOf, QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { TokenKeeper } from '../../auth/token-keeper.ts';
import { newPrincipalId } from '../../auth/token-keeper.ts';
import { addPrincipal, readPrincipal, readPrincipals, type StoredPrincipal } from '../../storage/access/principals.ts';
import { addToken, findToken, pageOfTokens, type StoredToken } from '../../storage/access/tokens.ts';
import { type Call, recordAct } from '../call.ts';
import { PAGE, pageOf, tokenCursor } from '../cursor.ts';
import { bindingOf, plain, requireMayGrant } from './members.ts';

export type TokenSummary = ReplyOf<typeof listTokens>['tokens'][number];
export type IssuedToken = ReplyOf<typeof createEndpoint>;

const DAY_MS = 24 * 3_600_000;

/** A token with whom it acts as. */
export interface OwnedToken {
  readonly token: StoredToken;
  readonly owner: StoredPrincipal;
}

/**
 * The caller's tokens, and those of machines when it may manage them, newest first; tokens of jobs, which live minutes, are left out.
 * A page may hold fewer than its limit, though another follows.
 */
export async function tokensOfProject(
  call: Call,
  { cursor, limit = PAGE }: QueryOf<typeof listTokens>,
): Promise<ReplyOf<typeof listTokens>> {
  const { db, principal, project } = call;
  const withMachines = allows(principal, 'tokens:manage', { project });
  const rows = await pageOfTokens(db, { principal: principal.id, withMachines, after: tokenCursor(cursor), limit: limit + 1 });
  const { page, ...rest } = pageOf(rows, limit, ({ createdAt, id }) => `${createdAt}.${id}`);
  const owners = new Map((await readPrincipals(db, [...new Set(page.map((token) => token.principal))])).map((owner) => [owner.id, owner]));
  const owned = page.flatMap((token) => visibleToken(call, token, owners.get(token.principal)));
  return { tokens: owned.map(summaryOf), ...rest };
}

/** A token by its id; undefined for one that the caller may not see. */
export async function findVisibleToken(call: Call, id: string): Promise<OwnedToken | undefined> {
  const token = await findToken(call.db, id);
  if (token === undefined) return undefined;
  return visibleToken(call, token, await readPrincipal(call.db, token.principal))[0];
}

function visibleToken({ principal, project }: Call, token: StoredToken, owner: StoredPrincipal | undefined): OwnedToken[] {
  if (owner === undefined) return [];
  if (token.attested !== undefined && token.attested.issuer !== 'token') return [];
  const isOwn = owner.id === principal.id;
  const isManaged =
    owner.kind === 'machine' &&
    allows(principal, 'tokens:manage', { project }) &&
    owner.bindings.some((binding) => globMatches(binding.project, project));
  return isOwn || isManaged ? [{ token, owner }] : [];
}

/**
 * Makes a token for a machine, which becomes a principal of its own.
 *
 * @throws Failure `grant-exceeded` when it would do more, or live longer, than what it is made with.
 */
export async function createToken(
  call: Call,
  { name, grants, expiresInDays, branch }: BodyOf<typeof createEndpoint>,
  keeper: TokenKeeper,
): Promise<IssuedToken> {
  const bindings = grants.map((grant) => bindingOf(call, grant));
  for (const binding of bindings) requireMayGrant(call.principal, 'tokens:manage', binding);
  const machine = { id: newPrincipalId('machine'), name, kind: 'machine', bindings } as const;
  return await issued(call, keeper, {
    name,
    principal: machine.id,
    ...expiryOf(call, expiresInDays),
    ...(branch !== undefined && { attested: { issuer: 'token', branch } }),
    record: { grants: bindings.map(plain), ...(branch !== undefined && { branch }) },
    prepare: (transaction) => addPrincipal(transaction, machine),
  });
}

/**
 * Makes a token of the caller's own: the same person with less.
 *
 * @throws Failure `not-allowed` for a machine; `grant-exceeded` for more than the caller may.
 */
export async function createOwnToken(
  call: Call,
  { name, grants, expiresInDays }: BodyOf<typeof ownEndpoint>,
  keeper: TokenKeeper,
): Promise<IssuedToken> {
  const { principal } = call;
  if (principal.kind !== 'user') throw new Failure('not-allowed', `${principal.name} is a machine: only people have tokens of their own.`);
  const bindings = grants.map((grant) => bindingOf(call, grant));
  for (const binding of bindings) {
    if (principal.bindings.some((own) => bindingCovers(own, binding))) continue;
    throw new Failure(
      'grant-exceeded',
      `${principal.name} is not ${binding.role} in environments "${binding.environments}" and prompts "${binding.prompts}".`,
    );
  }
  return await issued(call, keeper, {
    name,
    principal: principal.id,
    bindings,
    ...expiryOf(call, expiresInDays),
    record: { grants: bindings.map(plain) },
  });
}

interface Issue extends Pick<StoredToken, 'principal' | 'bindings' | 'attested' | 'expiresAt'> {
  readonly name: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly replaces?: string;
  readonly prepare?: (transaction: Call['db']) => Promise<void>;
}

/** Stores a new token with what comes with it, and shows its secret once. */
export async function issued(call: Call, keeper: TokenKeeper, { record, replaces, prepare, ...token }: Issue): Promise<IssuedToken> {
  const { text, id, mac } = keeper.mint();
  const { name, expiresAt } = token;
  await call.db.transaction().execute(async (transaction) => {
    await prepare?.(transaction);
    await addToken(transaction, { ...token, id, mac, createdAt: call.time, creator: call.principal.name });
    const after = { name, ...record, ...(expiresAt !== undefined && { expiresAt }) };
    await recordAct(transaction, call, {
      target: `token ${id}`,
      before: replaces === undefined ? null : { token: replaces },
      after: after as never,
      verdict: replaces === undefined ? 'created' : 'rotated',
    });
  });
  return { token: text, id, name, ...(expiresAt !== undefined && { expiresAt }) };
}

/** As long as was asked; else as usual, but no longer than what asks. */
function expiryOf(call: Call, days: number | undefined): { expiresAt?: number } {
  if (days === undefined) return { expiresAt: Math.min(call.time + DEFAULT_EXPIRY_DAYS * DAY_MS, ownEndOf(call) ?? Infinity) };
  const expiresAt = days === 0 ? undefined : call.time + days * DAY_MS;
  requireNoLongerLife(call, expiresAt);
  return expiresAt === undefined ? {} : { expiresAt };
}

/**
 * What ends by itself gives nothing that outlives it: a job of minutes cannot stay for ever.
 *
 * @throws Failure `grant-exceeded`
 */
export function requireNoLongerLife(call: Call, expiresAt: number | undefined): void {
  const own = ownEndOf(call);
  if (own === undefined || (expiresAt !== undefined && expiresAt <= own)) return;
  throw new Failure('grant-exceeded', 'The new token would live longer than the token that asks for it.', {
    hint: 'Ask with a token that lives longer, or for fewer days with `--expires`.',
  });
}

/** When the token that the caller holds ends by itself. */
function ownEndOf({ principal: { via } }: Call): number | undefined {
  return via?.kind === 'token' ? via.expiresAt : undefined;
}

/** What a token gives now. */
export function bindingsOf({ token, owner }: OwnedToken): readonly Binding[] {
  return token.bindings === undefined ? owner.bindings : narrowed(owner.bindings, token.bindings);
}

/** A token without its secret, as it is listed. */
export function summaryOf({ token, owner }: OwnedToken): TokenSummary {
  const { id, name = owner.name, attested, createdAt, creator, expiresAt, revokedAt, lastUsedAt } = token;
  return {
    id,
    name,
    owner: { id: owner.id, name: owner.name, kind: owner.kind },
    bindings: [...bindingsOf({ token, owner })],
    ...(attested?.branch !== undefined && { branch: attested.branch }),
    createdAt,
    ...(creator !== undefined && { createdBy: creator }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(revokedAt !== undefined && { revokedAt }),
    ...(lastUsedAt !== undefined && { lastUsedAt }),
  };
}
