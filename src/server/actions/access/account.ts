import { Failure } from '../../../base/failure.ts';
import type { endSession as endEndpoint, listSessions, changePassword as passwordEndpoint } from '../../../protocol/access/sign-in.ts';
import type { BodyOf, ParamsOf, ReplyOf } from '../../../protocol/endpoint.ts';
import { isLiveSession, sessionId } from '../../auth/people/session-keeper.ts';
import { setPassword } from '../../storage/access/principals.ts';
import { endSession as forget, sessionsOf } from '../../storage/access/sessions.ts';
import { endToken } from '../../storage/access/tokens.ts';
import { checkCredentials } from './check-credentials.ts';
import { recordOwnAct, type Visit, type VisitReply, visitingUser } from './visit.ts';

/** The browsers in which a user is signed in. */
export async function sessionsOfVisitor(visit: Visit): Promise<VisitReply<ReplyOf<typeof listSessions>>> {
  const user = visitingUser(visit);
  const live = (await sessionsOf(visit.db, user.id)).filter((session) => isLiveSession(session, visit.time));
  const sessions = live.map(({ hash, createdAt, seenAt, expiresAt, agent }) => {
    const id = sessionId(hash);
    return { id, createdAt, seenAt, expiresAt, agent, isCurrent: user.via?.kind === 'session' && user.via.id === id };
  });
  const csrf = user.via?.kind === 'session' ? visit.access.sessions.csrfOf(visit.cookie) : undefined;
  return { reply: { sessions, ...(csrf !== undefined && { csrf }) } };
}

/** Signs one of a user's browsers out; another user's is left alone, as one that is not there. */
export async function endSession(
  visit: Visit,
  { session }: ParamsOf<typeof endEndpoint>,
): Promise<VisitReply<ReplyOf<typeof endEndpoint>>> {
  const user = visitingUser(visit);
  const own = user.via?.kind === 'session' ? user.via.id : undefined;
  const id = session === 'current' ? own : session;
  const ended = id === undefined ? 0 : await endSessions(visit, user.id, (each) => each === id);
  return { reply: { ended }, ...(id === own && ended > 0 && { setCookie: visit.access.sessions.farewell }) };
}

/** Changes a password and signs the other browsers out. @throws Failure `sign-in-refused` when the current one is wrong. */
export async function changePassword(
  visit: Visit,
  { current, next }: BodyOf<typeof passwordEndpoint>,
): Promise<VisitReply<ReplyOf<typeof passwordEndpoint>>> {
  const user = visitingUser(visit);
  if (user.email === undefined) throw new Error('a user has no address');
  // A token of a person that fell into other hands must not become the person.
  await checkCredentials(visit, user.email as never, current);
  const password = await visit.access.passwords.hash(next);
  await visit.db.transaction().execute(async (transaction) => {
    await setPassword(transaction, user.id, password);
    await recordOwnAct(transaction, visit, user, { target: user.id, before: null, after: null, verdict: 'password changed' });
  });
  return { reply: { ended: await endSessions(visit, user.id, (id) => id !== user.via?.id) } };
}

/** Ends the token that the visitor came with. */
export async function endOwnToken(visit: Visit): Promise<VisitReply<{ ended: number }>> {
  const { principal, db, time, access } = visit;
  if (principal?.via?.kind !== 'token') throw new Failure('request-invalid', 'This request is not made with a token.');
  const { id } = principal.via;
  await db.transaction().execute(async (transaction) => {
    await endToken(transaction, id, time);
    await recordOwnAct(transaction, visit, principal, {
      target: `token ${id}`,
      before: null,
      after: { revokedAt: time },
      verdict: 'revoked',
    });
  });
  access.revoked.ring();
  return { reply: { ended: 1 } };
}

async function endSessions({ db, access }: Visit, principal: string, isMeant: (id: string) => boolean): Promise<number> {
  const meant = (await sessionsOf(db, principal)).filter(({ hash }) => isMeant(sessionId(hash)));
  for (const { hash } of meant) await forget(db, hash);
  access.revoked.ring();
  return meant.length;
}
