import { bindingCovers } from '../../../access/grants/covers.ts';
import { Failure } from '../../../base/failure.ts';
import type { Access } from '../../auth/access.ts';
import { isLive } from '../../auth/token-keeper.ts';
import { findToken, endToken as markEnded } from '../../storage/access/tokens.ts';
import { type Call, recordAct } from '../call.ts';
import { requireMayGrant } from './members.ts';
import {
  bindingsOf,
  findVisibleToken,
  type IssuedToken,
  issued,
  type OwnedToken,
  requireNoLongerLife,
  summaryOf,
  type TokenSummary,
} from './tokens.ts';

/** Ends a token at once, with what is open by it. @throws Failure `not-found`, `grant-exceeded` */
export async function revokeToken(call: Call, id: string, { revoked }: Access): Promise<TokenSummary> {
  const owned = await manageableToken(call, id);
  await call.db.transaction().execute(async (transaction) => {
    await markEnded(transaction, id, call.time);
    await recordAct(transaction, call, { target: `token ${id}`, before: null, after: { revokedAt: call.time }, verdict: 'revoked' });
  });
  revoked.ring();
  const token = await findToken(call.db, id);
  return summaryOf({ ...owned, token: token ?? owned.token });
}

/**
 * Replaces a token: same owner, same grants, the same time to live from now on.
 *
 * @throws Failure `not-found`, `grant-exceeded`; `request-invalid` for one that has ended.
 */
export async function rotateToken(call: Call, id: string, { keeper, revoked }: Access): Promise<IssuedToken> {
  const owned = await manageableToken(call, id);
  const { token, owner } = owned;
  // A narrow token of someone must not get at their wide one.
  if (!bindingsOf(owned).every((binding) => call.principal.bindings.some((own) => bindingCovers(own, binding)))) {
    throw new Failure('grant-exceeded', `The token ${id} may do more than ${call.principal.name} may here.`);
  }
  if (!isLive(token, call.time)) throw new Failure('request-invalid', `The token ${id} has ended; make a new one.`);
  const { principal, bindings, attested, name = owner.name, createdAt, expiresAt } = token;
  const ending = expiresAt === undefined ? undefined : call.time + (expiresAt - createdAt);
  requireNoLongerLife(call, ending);
  const fresh = await issued(call, keeper, {
    name,
    principal,
    ...(bindings !== undefined && { bindings }),
    ...(attested !== undefined && { attested }),
    ...(ending !== undefined && { expiresAt: ending }),
    record: {},
    replaces: id,
    prepare: (transaction) => markEnded(transaction, id, call.time),
  });
  revoked.ring();
  return fresh;
}

/** A token that the caller may end: its own, or a machine's whose every grant it could give. */
async function manageableToken(call: Call, id: string): Promise<OwnedToken> {
  const owned = await findVisibleToken(call, id);
  if (owned === undefined) throw new Failure('not-found', `There is no token ${id}.`, { hint: 'See `promptlane token ls`.' });
  if (owned.owner.id === call.principal.id) return owned;
  for (const binding of owned.owner.bindings) requireMayGrant(call.principal, 'tokens:manage', binding);
  return owned;
}
