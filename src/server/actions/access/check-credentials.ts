import type { Email } from '../../../access/email.ts';
import type { Principal } from '../../../access/principal.ts';
import { Failure } from '../../../base/failure.ts';
import { countTry, forgetTries } from '../../storage/access/login-failures.ts';
import { findPassword, readPrincipal, setPassword } from '../../storage/access/principals.ts';
import type { Visit } from './visit.ts';

/** How often an account, and an address, may try in a quarter of an hour. */
const TRIES = { account: 10, address: 50, windowMs: 15 * 60_000 } as const;

/**
 * The user whom an address and a password belong to.
 *
 * A try is counted before it is judged, so that many at once are no more than many in a row.
 * @throws Failure `sign-in-refused`, the same for every reason and after the same work; `rate-limited`.
 */
export async function checkCredentials(visit: Visit, email: Email, password: string): Promise<Principal> {
  const { db, access } = visit;
  await allowTry(visit, email);
  const stored = await findPassword(db, email);
  const { isRight, isOutdated } = await access.passwords.check(password, stored?.password);
  const user = stored && isRight ? await readPrincipal(db, stored.principal) : undefined;
  if (user === undefined || user.isDisabled) throw new Failure('sign-in-refused', 'The address or the password is wrong.');
  await forgetTries(db, accountSubject(email));
  if (isOutdated) await setPassword(db, user.id, await access.passwords.hash(password));
  const { isDisabled: _, ...principal } = user;
  return principal;
}

/** @throws Failure `rate-limited` */
export async function allowTry({ db, time, address }: Visit, email?: Email): Promise<void> {
  const subjects = [
    { subject: `address ${address}`, limit: TRIES.address },
    ...(email === undefined ? [] : [{ subject: accountSubject(email), limit: TRIES.account }]),
  ];
  const waitMs = await db.transaction().execute((transaction) => countTry(transaction, subjects, { time, windowMs: TRIES.windowMs }));
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  throw new Failure('rate-limited', 'Too many tries to sign in; wait a quarter of an hour.', { details: { retryAfterSeconds } });
}

function accountSubject(email: Email): string {
  return `account ${email}`;
}
