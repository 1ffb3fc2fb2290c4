import type { Email } from '../../../access/email.ts';
import { Failure } from '../../../base/failure.ts';
import type { redeemCode as redeemEndpoint } from '../../../protocol/access/sign-in.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import { findCode, takeCode } from '../../storage/access/codes.ts';
import { anyUser, findPassword, readPrincipal } from '../../storage/access/principals.ts';
import { admitUser } from './admit-user.ts';
import { allowTry } from './check-credentials.ts';
import { recordOwnAct, type Visit, type VisitReply } from './visit.ts';

type Request = BodyOf<typeof redeemEndpoint>;

/**
 * Makes a member of who shows a code. A code works once.
 *
 * @throws Failure `code-refused`, the same for every reason; `rate-limited`; `request-invalid` when a needed address is missing.
 */
export async function redeemCode(visit: Visit, request: Request): Promise<VisitReply<ReplyOf<typeof redeemEndpoint>>> {
  await allowTry(visit);
  const hash = visit.access.codes.hashOf(request.code);
  const code = await findCode(visit.db, hash);
  if (code === undefined || code.expiresAt <= visit.time) throw refused();
  const email = code.email ?? request.email;
  if (email === undefined) throw new Failure('request-invalid', 'The set-up code needs the mail address of the first admin.');
  const password = await acceptedPassword(visit, email, request.password);
  const user = await visit.db.transaction().execute(async (transaction) => {
    if (!(await takeCode(transaction, hash))) throw refused();
    // A second code of another start must not make a second first admin.
    if (code.kind === 'setup' && (await anyUser(transaction))) throw refused();
    const admitted = await admitUser(transaction, { name: request.name, email, bindings: code.bindings, password });
    await recordOwnAct(transaction, visit, admitted, {
      target: admitted.id,
      before: null,
      after: { email, name: admitted.name, by: code.creator.name },
      verdict: code.kind === 'setup' ? 'first admin' : 'invited',
    });
    return admitted;
  });
  return { reply: { user: { id: user.id, name: user.name }, email } };
}

/** The hash of a new password. Who can sign in already shows theirs: a code never gives anyone another password. */
async function acceptedPassword({ db, access }: Visit, email: Email, password: string): Promise<string> {
  const stored = await findPassword(db, email);
  const known = stored && (await readPrincipal(db, stored.principal));
  if (known !== undefined && !known.isDisabled && !(await access.passwords.check(password, stored?.password)).isRight) throw refused();
  return await access.passwords.hash(password);
}

function refused(): Failure {
  return new Failure('code-refused', 'The code is not valid here: mistyped, used, expired or taken back.');
}
