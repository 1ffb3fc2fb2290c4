import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { Invited, Member, MemberList } from '../../../registry/areas/access.ts';
import { jsonDocument } from '../../json.ts';
import { fittedTable } from '../table.ts';
import { grantsText, minuteText } from './grants.ts';

/** Renders who may do what, and who is invited. */
export function membersText({ members, invitations }: MemberList, columns: number): string {
  const rows = [
    ...members.map((member) => [member.id, printable(member.name), printable(member.email ?? member.kind), grantsText(member.bindings)]),
    ...invitations.map(({ email, bindings, expiresAt }) => [
      'invited',
      `until ${minuteText(expiresAt, '')}`,
      printable(email),
      grantsText(bindings),
    ]),
  ];
  return rows.length === 0 ? 'Nobody has a role here.' : fittedTable(['ID', 'NAME', 'WHO', 'MAY'], rows, columns);
}

export function membersJson(list: MemberList): string {
  return jsonDocument('promptlane/members/v1', list);
}

export function memberText({ name, email, bindings }: Member, color: ChalkInstance): string {
  return `${color.bold(printable(name))}${email === undefined ? '' : ` <${printable(email)}>`} is now: ${grantsText(bindings)}`;
}

export function memberJson(member: Member): string {
  return jsonDocument('promptlane/member/v1', member);
}

/** What is said beside an invitation; its code is data. */
export function invitedNote({ email, member, expiresAt }: Invited, url: string): string {
  if (member !== undefined) return `${printable(email)} is a user of the registry already, and has the role now.`;
  return (
    `Give this code to ${printable(email)} by a safe way; it is shown this once, and ends ${minuteText(expiresAt, '')}.\n` +
    `They run: promptlane login --code --registry ${printable(url)}`
  );
}

export function invitedJson(invited: Invited): string {
  return jsonDocument('promptlane/invitation/v1', invited);
}
