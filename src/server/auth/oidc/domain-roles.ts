import type { Email } from '../../../access/email.ts';
import type { AccessRole } from '../../../access/role.ts';

/** What whoever has an address in a domain gets when they sign in for the first time. */
export interface DomainRole {
  /** In lower case, all of what follows the `@`: a domain below it is another. */
  readonly domain: string;
  readonly role: AccessRole;
}

/** The roles of an address; none: only an invitation lets them in. */
export function rolesFor(email: Email, rules: readonly DomainRole[]): AccessRole[] {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  return rules.filter((rule) => rule.domain === domain).map(({ role }) => role);
}
