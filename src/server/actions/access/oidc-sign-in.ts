import { createHash } from 'node:crypto';
import type { Binding, Principal } from '../../../access/principal.ts';
import { Failure } from '../../../base/failure.ts';
import { audienceOf } from '../../../base/net/audience.ts';
import type { beginOidcSignIn, finishOidcSignIn, redeemOidcCode as redeemEndpoint } from '../../../protocol/access/oidc.ts';
import { type BodyOf, type Endpoint, pathOf, type QueryOf, type ReplyOf } from '../../../protocol/endpoint.ts';
import { rolesFor } from '../../auth/oidc/domain-roles.ts';
import { PROGRAM_CODE_MS, SIGN_IN_MS, type WaitingProgram } from '../../auth/oidc/handshakes.ts';
import type { Person } from '../../auth/oidc/identity-provider.ts';
import type { OidcAccess } from '../../auth/oidc/oidc-access.ts';
import { invitationsFor, takeCode } from '../../storage/access/codes.ts';
import { bindIdentity, hasIdentity, userOfIdentity } from '../../storage/access/identities.ts';
import { memberByEmail, readPrincipal, type StoredPrincipal } from '../../storage/access/principals.ts';
import { useIdToken } from '../../storage/access/trust-rules.ts';
import type { Database } from '../../storage/tables.ts';
import { admitUser } from './admit-user.ts';
import { allowTry } from './check-credentials.ts';
import { loginTokenOf, sessionOf } from './sign-in.ts';
import { recordOwnAct, type Visit, type VisitPage, type VisitReply } from './visit.ts';

/** Sends a browser to the identity provider. @throws Failure `not-found` when there is none, `issuer-unreachable` */
export async function beginSignIn(visit: Visit, query: QueryOf<typeof beginOidcSignIn>, callback: Endpoint): Promise<VisitPage> {
  const { provider, handshakes } = oidcOf(visit);
  const program = programOf(query);
  const { url, handshake } = await provider.begin(redirectUri(visit, callback));
  const begun = { ...handshake, until: visit.time + SIGN_IN_MS, ...(program && { program }) };
  return { location: url, text: 'Sign in at your identity provider.', setCookies: [handshakes.keep(begun)] };
}

/**
 * Lets in whom the identity provider vouches for: with a session, or with a code for the program that waits.
 *
 * A program is told of a refusal too, so that it need not wait for nothing.
 * @throws Failure `sign-in-refused`, `issuer-unreachable`, `rate-limited`
 */
export async function finishSignIn(visit: Visit, query: QueryOf<typeof finishOidcSignIn>, callback: Endpoint): Promise<VisitPage> {
  const oidc = oidcOf(visit);
  await allowTry(visit);
  const { program, ...handshake } = oidc.handshakes.found(visit.cookie, visit.time);
  const setCookies = [oidc.handshakes.farewell];
  try {
    const person = await oidc.provider.finish(redirectUri(visit, callback), new URLSearchParams(query), handshake);
    const user = await memberWho(visit, person, oidc);
    if (program === undefined) {
      const { setCookie } = await sessionOf(visit, user, { by: oidc.provider.issuer });
      return { text: `You are signed in as ${person.email}.`, setCookies: [...setCookies, setCookie] };
    }
    const code = oidc.handshakes.codeFor({ principal: user.id, challenge: program.challenge, until: visit.time + PROGRAM_CODE_MS });
    return { location: answerTo(program, { code }), text: 'Go back to your terminal.', setCookies };
  } catch (error) {
    if (program === undefined || !(error instanceof Failure)) throw error;
    return { location: answerTo(program, { error: error.code, message: error.message }), text: error.message, setCookies, failure: error };
  }
}

/** Gives the program that waited its token. @throws Failure `code-refused`, `not-found`, `rate-limited` */
export async function redeemOidcCode(
  visit: Visit,
  { code, verifier, name }: BodyOf<typeof redeemEndpoint>,
): Promise<VisitReply<ReplyOf<typeof redeemEndpoint>>> {
  const { handshakes, provider } = oidcOf(visit);
  await allowTry(visit);
  const { principal, until } = handshakes.openCode(code, verifier, visit.time);
  const hash = createHash('sha256').update(code).digest('hex');
  const isFirst = await visit.db.transaction().execute((transaction) => useIdToken(transaction, hash, until, visit.time));
  const stored = isFirst ? await readPrincipal(visit.db, principal) : undefined;
  if (stored === undefined || stored.isDisabled) throw new Failure('code-refused', 'The code of the sign-in was used before.');
  const { isDisabled: _, ...user } = stored;
  return { reply: await loginTokenOf(visit, user, name, { by: provider.issuer }) };
}

/**
 * The user whom a person of the provider is, now or from now on.
 *
 * The address counts once, when someone comes for the first time: it may be given to another person, the subject may not.
 * @throws Failure `sign-in-refused` for who is not invited, and for who has the address of someone else
 */
async function memberWho(visit: Visit, person: Person, oidc: OidcAccess): Promise<Principal> {
  const { issuer } = oidc.provider;
  const identity = { issuer, subject: person.subject };
  return await visit.db.transaction().execute(async (transaction) => {
    const id = await userOfIdentity(transaction, identity);
    const bound = id === undefined ? undefined : await readPrincipal(transaction, id);
    if (bound !== undefined && !bound.isDisabled) return bound;
    const namesake = await memberByEmail(transaction, person.email);
    if (namesake !== undefined && !namesake.isDisabled && (await hasIdentity(transaction, issuer, namesake.id))) {
      throw new Failure('sign-in-refused', `${person.email} is the address of another person here.`, {
        hint: 'If the provider has given it to you since, ask an admin to remove that member and to invite you.',
      });
    }
    const user = await memberByAddress(transaction, visit, person, oidc, namesake ?? bound);
    await bindIdentity(transaction, identity, user.id);
    return user;
  });
}

/** The user of a verified address, made now for who is invited. @throws Failure `sign-in-refused` for who is not */
async function memberByAddress(
  transaction: Database,
  visit: Visit,
  { email, name }: Person,
  { provider, domainRoles, project }: OidcAccess,
  known: StoredPrincipal | undefined,
): Promise<Principal> {
  if (known !== undefined && !known.isDisabled) return known;
  const invited = await takenInvitations(transaction, visit, email);
  // Whoever was removed comes back by an invitation only: a rule for all of a domain must not undo it.
  const roles = known === undefined && invited.length === 0 ? rolesFor(email, domainRoles) : [];
  const bindings = [...invited, ...roles.map((role): Binding => ({ role, project, environments: '*', prompts: '*' }))];
  if (bindings.length === 0) {
    throw new Failure('sign-in-refused', `${email} is no member here.`, { hint: 'Ask an admin for an invitation.' });
  }
  const user = await admitUser(transaction, { email, name, bindings, password: null });
  await recordOwnAct(transaction, visit, user, {
    target: user.id,
    before: null,
    after: { email, name: user.name, by: provider.issuer },
    verdict: invited.length > 0 ? 'invited' : 'admitted by domain',
  });
  return user;
}

async function takenInvitations(transaction: Database, { time }: Visit, email: Person['email']): Promise<Binding[]> {
  const open = (await invitationsFor(transaction, email)).filter(({ expiresAt }) => expiresAt > time);
  for (const { hash } of open) await takeCode(transaction, hash);
  return open.flatMap(({ bindings }) => bindings);
}

function oidcOf({ access }: Visit): OidcAccess {
  if (access.oidc !== undefined) return access.oidc;
  throw new Failure('not-found', 'This registry knows no identity provider.', { hint: 'Sign in with mail address and password.' });
}

function redirectUri({ access }: Visit, callback: Endpoint): string {
  return audienceOf(access.publicUrl()) + pathOf(callback, {});
}

function programOf({ port, state, challenge }: QueryOf<typeof beginOidcSignIn>): WaitingProgram | undefined {
  if (port !== undefined && state !== undefined && challenge !== undefined) return { port, state, challenge };
  if (port === undefined && state === undefined && challenge === undefined) return undefined;
  throw new Failure('request-invalid', 'A program that waits gives port, state and challenge.');
}

/** Loopback of the browser's own machine, and never anywhere else. */
function answerTo({ port, state }: WaitingProgram, answer: Readonly<Record<string, string>>): string {
  return `http://127.0.0.1:${port}/?${new URLSearchParams({ state, ...answer })}`;
}
