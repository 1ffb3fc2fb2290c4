import type { Principal } from '../../../access/principal.ts';
import { DEFAULT_EXPIRY_DAYS } from '../../../protocol/access/grants.ts';
import type { createLoginToken as loginTokenEndpoint, openSession as sessionEndpoint } from '../../../protocol/access/sign-in.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { OpenedSession } from '../../auth/people/session-keeper.ts';
import { addToken } from '../../storage/access/tokens.ts';
import { checkCredentials } from './check-credentials.ts';
import { recordOwnAct, type Visit, type VisitReply } from './visit.ts';

const DAY_MS = 24 * 3_600_000;

/** Signs a browser in. @throws Failure `sign-in-refused`, `rate-limited` */
export async function openSession(
  visit: Visit,
  { email, password }: BodyOf<typeof sessionEndpoint>,
): Promise<VisitReply<ReplyOf<typeof sessionEndpoint>>> {
  const user = await checkCredentials(visit, email, password);
  const { setCookie, csrf, expiresAt } = await sessionOf(visit, user, {});
  return { reply: { user: { id: user.id, name: user.name }, csrf, expiresAt }, setCookie };
}

/** Gives a person's program a token of theirs. @throws Failure `sign-in-refused`, `rate-limited` */
export async function createLoginToken(
  visit: Visit,
  { email, password, name }: BodyOf<typeof loginTokenEndpoint>,
): Promise<VisitReply<ReplyOf<typeof loginTokenEndpoint>>> {
  const user = await checkCredentials(visit, email, password);
  return { reply: await loginTokenOf(visit, user, name, {}) };
}

/** A new token of a person who has shown who they are; `how` stands in the audit trail. */
export async function loginTokenOf(
  visit: Visit,
  user: Principal,
  name: string,
  how: { readonly by?: string },
): Promise<ReplyOf<typeof loginTokenEndpoint>> {
  const { text, id, mac } = visit.access.keeper.mint();
  const expiresAt = visit.time + DEFAULT_EXPIRY_DAYS * DAY_MS;
  await visit.db.transaction().execute(async (transaction) => {
    await addToken(transaction, { id, mac, principal: user.id, name, createdAt: visit.time, expiresAt, creator: user.name });
    const after = { token: id, expiresAt, ...how };
    await recordOwnAct(transaction, visit, user, { target: user.id, before: null, after, verdict: 'signed in' });
  });
  return { user: { id: user.id, name: user.name }, token: text, id, name, expiresAt };
}

/** A new session of a person who has shown who they are; `how` stands in the audit trail. */
export async function sessionOf(visit: Visit, user: Principal, how: { readonly by?: string }): Promise<OpenedSession> {
  const opened = await visit.access.sessions.open(user.id, visit, visit.time);
  const act = { target: user.id, before: null, after: { session: opened.id, ...how }, verdict: 'signed in' };
  await visit.db.transaction().execute((transaction) => recordOwnAct(transaction, visit, user, act));
  return opened;
}
