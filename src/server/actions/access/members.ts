import { globMatches } from '../../../access/glob.ts';
import { mayGrant } from '../../../access/grants/covers.ts';
import type { Permission } from '../../../access/permission.ts';
import type { Binding, Principal } from '../../../access/principal.ts';
import { Failure } from '../../../base/failure.ts';
import type { Grant } from '../../../protocol/access/grants.ts';
import type { inviteMember as inviteEndpoint, listMembers } from '../../../protocol/access/members.ts';
import type { BodyOf, QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { Access } from '../../auth/access.ts';
import { dropInvitations, invitationsTo, replaceCode } from '../../storage/access/codes.ts';
import { addBinding, memberByEmail, pageOfPrincipals, type StoredPrincipal } from '../../storage/access/principals.ts';
import { actorOf, type Call, recordAct } from '../call.ts';
import { PAGE, pageOf, principalCursor } from '../cursor.ts';

export type Member = ReplyOf<typeof listMembers>['members'][number];

const INVITATION_MS = 7 * 24 * 3_600_000;

/**
 * Who may do what in the project: people, and the machines that tokens were made for. Open invitations are on the first page.
 * A page may hold fewer members than its limit, though another follows.
 */
export async function membersOf(
  { db, project, time }: Call,
  { cursor, limit = PAGE }: QueryOf<typeof listMembers>,
): Promise<ReplyOf<typeof listMembers>> {
  const after = principalCursor(cursor);
  const rows = await pageOfPrincipals(db, { ...(after !== undefined && { after }), limit: limit + 1 });
  const { page, ...rest } = pageOf(rows, limit, ({ id }) => id);
  const members = page.map((principal) => memberIn(project, principal)).filter(({ bindings }) => bindings.length > 0);
  const invitations = after === undefined ? await invitationsTo(db, project) : [];
  const open = invitations.filter(({ expiresAt }) => expiresAt > time);
  return {
    ...rest,
    members,
    invitations: open.map(({ email = '', bindings, creator, createdAt, expiresAt }) => ({
      email,
      bindings: [...bindings],
      by: creator,
      createdAt,
      expiresAt,
    })),
  };
}

/**
 * Invites a person: a user of the registry gets the grants at once, anyone else a code that is shown once.
 *
 * @throws Failure `grant-exceeded`
 */
export async function inviteMember(
  call: Call,
  { email, grants }: BodyOf<typeof inviteEndpoint>,
  { codes }: Access,
): Promise<ReplyOf<typeof inviteEndpoint>> {
  const bindings = grants.map((grant) => bindingOf(call, grant));
  for (const binding of bindings) requireMayGrant(call.principal, 'members:manage', binding);
  const { code, hash } = codes.mint();
  const expiresAt = call.time + INVITATION_MS;
  return await call.db.transaction().execute(async (transaction) => {
    const known = await memberByEmail(transaction, email);
    const isKnown = known !== undefined && !known.isDisabled;
    if (isKnown) for (const binding of bindings) await addBinding(transaction, known.id, binding);
    else
      await replaceCode(transaction, {
        hash,
        kind: 'invitation',
        email,
        project: call.project,
        bindings,
        createdAt: call.time,
        expiresAt,
        creator: actorOf(call),
      });
    const after = { email, grants: bindings.map(plain), ...(!isKnown && { expiresAt }) };
    await recordAct(transaction, call, { target: `member ${email}`, before: null, after, verdict: isKnown ? 'granted' : 'invited' });
    if (!isKnown) return { email, code, expiresAt };
    return { email, member: memberIn(call.project, { ...known, bindings: [...known.bindings, ...bindings] }) };
  });
}

/** Takes an invitation back. */
export async function dropInvitation(
  call: Call,
  { email }: { readonly email: Parameters<typeof dropInvitations>[2] },
): Promise<{ email: string }> {
  const open = (await invitationsTo(call.db, call.project)).filter((invitation) => invitation.email === email);
  if (open.length === 0) throw new Failure('not-found', `Nobody has invited ${email}.`);
  for (const binding of open.flatMap(({ bindings }) => bindings)) requireMayGrant(call.principal, 'members:manage', binding);
  await call.db.transaction().execute(async (transaction) => {
    await dropInvitations(transaction, call.project, email);
    await recordAct(transaction, call, {
      target: `member ${email}`,
      before: { invited: email },
      after: null,
      verdict: 'invitation taken back',
    });
  });
  return { email };
}

/** The grant of a request in its project. */
export function bindingOf({ project }: Pick<Call, 'project'>, { role, environments, prompts }: Grant): Binding {
  return { role, project, environments, prompts };
}

/** @throws Failure `grant-exceeded` when the grant gives, anywhere, what its giver does not have there. */
export function requireMayGrant(principal: Principal, permission: Permission, binding: Binding): void {
  if (mayGrant(principal.bindings, permission, binding)) return;
  throw new Failure(
    'grant-exceeded',
    `${principal.name} may not give or take the role ${binding.role} in environments "${binding.environments}" and prompts "${binding.prompts}".`,
  );
}

/** A principal as the members of one project see it. */
export function memberIn(project: string, { id, name, kind, email, bindings, isDisabled }: StoredPrincipal): Member {
  const own = bindings.filter((binding) => globMatches(binding.project, project));
  return { id, name, kind, ...(email !== undefined && { email }), bindings: own, isDisabled };
}

/** A grant as the audit trail shows it. */
export function plain({ role, project, environments, prompts }: Binding) {
  return { role, project, environments, prompts };
}
