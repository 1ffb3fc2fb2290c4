import type { Email } from '../../../access/email.ts';
import type { Binding, Principal } from '../../../access/principal.ts';
import { newPrincipalId } from '../../auth/token-keeper.ts';
import { addBinding, addUser, memberByEmail, setDisabled, setPassword } from '../../storage/access/principals.ts';
import type { Database } from '../../storage/tables.ts';

export interface NewUser {
  readonly name: string;
  readonly email: Email;
  readonly bindings: readonly Binding[];
  /** Null: signs in at an identity provider only. */
  readonly password: string | null;
}

/** Makes a user of whom an address belongs to, or gives the one that there is the grants too. */
export async function admitUser(transaction: Database, { name, email, bindings, password }: NewUser): Promise<Principal> {
  const known = await memberByEmail(transaction, email);
  if (known === undefined) {
    const user = { id: newPrincipalId('user'), name, kind: 'user', email, bindings } as const;
    await addUser(transaction, user, password);
    return user;
  }
  // Who comes back comes back with what they show now: the password of before stays void.
  if (known.isDisabled) await setPassword(transaction, known.id, password);
  await setDisabled(transaction, known.id, null);
  for (const binding of bindings) await addBinding(transaction, known.id, binding);
  const { isDisabled: _, ...principal } = known;
  return { ...principal, bindings: [...known.bindings, ...bindings] };
}
