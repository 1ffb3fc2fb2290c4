import { globMatches } from '../../../access/glob.ts';
import type { Binding } from '../../../access/principal.ts';
import { Failure } from '../../../base/failure.ts';
import type { Grant } from '../../../protocol/access/grants.ts';
import type { Access } from '../../auth/access.ts';
import {
  addBinding,
  principalsWithRole,
  readPrincipal,
  removeBinding,
  type StoredPrincipal,
  setDisabled,
} from '../../storage/access/principals.ts';
import { endSession, sessionsOf } from '../../storage/access/sessions.ts';
import { endToken, tokensOf } from '../../storage/access/tokens.ts';
import type { Database } from '../../storage/tables.ts';
import { type Call, recordAct } from '../call.ts';
import { bindingOf, type Member, memberIn, plain, requireMayGrant } from './members.ts';

/** Gives a member a role. @throws Failure `grant-exceeded`, `not-found` */
export async function grantRole(call: Call, id: string, grant: Grant): Promise<Member> {
  const binding = bindingOf(call, grant);
  requireMayGrant(call.principal, 'members:manage', binding);
  return await changed(call, id, async (transaction) => {
    await addBinding(transaction, id, binding);
    return { verdict: 'granted', after: plain(binding), before: null };
  });
}

/** Takes a role away, exactly as it was given. @throws Failure `grant-exceeded`, `not-found`, `last-admin` */
export async function revokeRole(call: Call, id: string, grant: Grant, { revoked }: Access): Promise<Member> {
  const wanted = bindingOf(call, grant);
  const left = await changed(call, id, async (transaction, member) => {
    const binding = member.bindings.find((held) => isSame(held, wanted) || isSame(held, { ...wanted, project: '*' }));
    if (binding === undefined) throw new Failure('not-found', `${member.name} has no such role.`, { hint: 'See `promptlane member ls`.' });
    requireMayGrant(call.principal, 'members:manage', binding);
    await removeBinding(transaction, id, binding);
    return { verdict: 'taken', before: plain(binding), after: null };
  });
  revoked.ring();
  return left;
}

/**
 * Takes every role in the project from a member. Who has none left anywhere is signed out and cannot come back.
 *
 * @throws Failure `grant-exceeded`, `not-found`, `last-admin`
 */
export async function removeMember(call: Call, id: string, { revoked }: Access): Promise<Member> {
  const { project } = call;
  const removed = await changed(call, id, async (transaction, member) => {
    const bindings = member.bindings.filter((binding) => globMatches(binding.project, project));
    for (const binding of bindings) {
      requireMayGrant(call.principal, 'members:manage', binding);
      await removeBinding(transaction, id, binding);
    }
    if (bindings.length === member.bindings.length) {
      await setDisabled(transaction, id, call.time);
      for (const { hash } of await sessionsOf(transaction, id)) await endSession(transaction, hash);
      // Else an invitation of later would bring back what may lie anywhere by then.
      for (const token of await tokensOf(transaction, id)) await endToken(transaction, token.id, call.time);
    }
    return { verdict: 'removed', before: { grants: bindings.map(plain) }, after: null };
  });
  revoked.ring();
  return removed;
}

type Change = Pick<Parameters<typeof recordAct>[2], 'verdict' | 'before' | 'after'>;

/** Changes a member of the project in one transaction, records it, and leaves the project an admin. */
async function changed(
  call: Call,
  id: string,
  change: (transaction: Database, member: StoredPrincipal) => Promise<Change>,
): Promise<Member> {
  const { db, project } = call;
  return await db.transaction().execute(async (transaction) => {
    const member = await readPrincipal(transaction, id);
    // Who has no role here is a stranger: that someone is a user at all is not told.
    if (member === undefined || !member.bindings.some((binding) => globMatches(binding.project, project))) {
      throw new Failure('not-found', `There is no member ${id} in project "${project}".`);
    }
    const act = await change(transaction, member);
    if (act.verdict !== 'granted') await requireAdmin(transaction, project);
    await recordAct(transaction, call, { target: `member ${member.email ?? member.name}`, ...act });
    const now = await readPrincipal(transaction, id);
    if (now === undefined) throw new Error('a member is gone in its own transaction');
    return memberIn(project, now);
  });
}

/** Without an admin nobody could ever let anyone in again. */
async function requireAdmin(db: Database, project: string): Promise<void> {
  for (const principal of await principalsWithRole(db, 'admin')) {
    if (principal.isDisabled || !principal.bindings.some((binding) => isWholeAdmin(binding, project))) continue;
    if (principal.kind === 'user') return;
    const tokens = await tokensOf(db, principal.id);
    if (tokens.some(({ revokedAt, expiresAt }) => revokedAt === undefined && expiresAt === undefined)) return;
  }
  throw new Failure('last-admin', `Nobody would be left who is admin of all of "${project}".`);
}

function isWholeAdmin({ role, environments, prompts, ...binding }: Binding, project: string): boolean {
  return role === 'admin' && environments === '*' && prompts === '*' && globMatches(binding.project, project);
}

function isSame(left: Binding, right: Binding): boolean {
  return JSON.stringify(plain(left)) === JSON.stringify(plain(right));
}
