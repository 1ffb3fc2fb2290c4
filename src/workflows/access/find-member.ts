import { normalEmail } from '../../access/email.ts';
import { Failure } from '../../base/failure.ts';
import type { Member, MemberList } from '../../registry/areas/access.ts';

/**
 * The member whom a mail address, an id or a name means.
 *
 * @throws Failure `not-found`; `usage-invalid` for a name that several have.
 */
export function findMember({ members, invitations }: MemberList, wanted: string): Member {
  const email = normalEmail(wanted);
  const exact = members.find((member) => member.id === wanted || (email !== undefined && member.email === email));
  if (exact !== undefined) return exact;
  const [named, ...others] = members.filter(({ name }) => name === wanted);
  if (named === undefined)
    throw notFound(
      wanted,
      invitations.some(({ email: invited }) => invited === email),
    );
  if (others.length === 0) return named;
  throw new Failure('usage-invalid', `Several members are called "${wanted}".`, {
    hint: `Name one by its id: ${[named, ...others].map(({ id }) => id).join(', ')}.`,
  });
}

function notFound(wanted: string, isInvited: boolean): Failure {
  if (!isInvited) return new Failure('not-found', `There is no member "${wanted}".`, { hint: 'See `promptlane member ls`.' });
  return new Failure('not-found', `"${wanted}" is invited, and no member yet.`, {
    hint: 'Wait until they have come, or invite them anew with the role that they shall have: that replaces the first invitation.',
  });
}
