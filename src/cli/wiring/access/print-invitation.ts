import { normalEmail } from '../../../access/email.ts';
import { Failure } from '../../../base/failure.ts';
import type { Member } from '../../../registry/areas/access.ts';
import type { Registry } from '../../../registry/registry.ts';
import { findMember } from '../../../workflows/access/find-member.ts';
import type { CliContext } from '../../context.ts';
import { jsonDocument } from '../../json.ts';
import { invitedJson, invitedNote, memberJson, memberText } from '../../render/access/members.ts';
import { registryAddress } from '../../session/registry-address.ts';
import { openSession } from '../../session/session.ts';

interface Flags {
  readonly json: boolean;
}

/** Invites a person: the code goes to stdout, what to do with it to stderr. */
export async function printInvitation(
  text: string,
  grant: Parameters<Registry['grantRole']>[1],
  { json }: Flags,
  context: CliContext,
): Promise<void> {
  const email = normalEmail(text);
  if (email === undefined)
    throw new Failure('usage-invalid', `"${text}" is no mail address.`, { hint: 'Give one in plain ASCII, such as ada@example.com.' });
  const session = openSession(context);
  const invited = await (await session.registry()).inviteMember(email, [grant]);
  const { terminal } = context;
  if (json) return terminal.print(invitedJson(invited));
  const address = await registryAddress(context, await session.workspace());
  terminal.note(invitedNote(invited, address?.url ?? ''));
  terminal.print(invited.code ?? (invited.member ? memberText(invited.member, terminal.color) : ''));
}

/** Changes the member whom an argument means, and prints what they may now. */
export async function printChangedMember(
  wanted: string,
  change: (registry: Registry, id: string) => Promise<Member>,
  { json }: Flags,
  context: CliContext,
): Promise<void> {
  const registry = await openSession(context).registry();
  const { id } = findMember(await registry.members(), wanted);
  const member = await change(registry, id);
  const { terminal } = context;
  terminal.print(json ? memberJson(member) : memberText(member, terminal.color));
}

/** Removes a member, or takes back the invitation of an address that is none's yet. */
export async function printRemoval(wanted: string, flags: Flags, context: CliContext): Promise<void> {
  const registry = await openSession(context).registry();
  const { invitations } = await registry.members();
  const invitation = invitations.find(({ email }) => email === normalEmail(wanted));
  if (invitation === undefined) return printChangedMember(wanted, (own, id) => own.removeMember(id), flags, context);
  await registry.dropInvitation(invitation.email);
  const { email } = invitation;
  context.terminal.print(
    flags.json ? jsonDocument('promptlane/invitation-dropped/v1', { email }) : `The invitation of ${email} is taken back.`,
  );
}
