import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { ciJobOf } from '../../../access/trust/ci-job.ts';
import { attestationOf, trustedBy } from '../../../access/trust/trust-rule.ts';
import { audienceOf } from '../../../base/net/audience.ts';
import type { ReplyOf } from '../../../protocol/endpoint.ts';
import type { exchangeIdToken as exchangeEndpoint } from '../../../protocol/token-exchange.ts';
import { checkIdToken, refusal } from '../../auth/id-tokens/check-id-token.ts';
import { addToken, forgetTokens } from '../../storage/access/tokens.ts';
import { readTrustRules, useIdToken } from '../../storage/access/trust-rules.ts';
import { recordAct } from '../call.ts';
import type { Visit, VisitReply } from './visit.ts';

const LIFETIME_MS = 10 * 60_000;
const KEPT_MS = 24 * 3_600_000;
const LEEWAY_MS = 60_000;

/**
 * Gives a job of a CI service a token of ten minutes that says which branch, commit and repository it runs on.
 *
 * @throws Failure `id-token-refused`; an unknown project is refused as one that trusts no issuer.
 */
export async function exchangeIdToken(
  visit: Visit,
  project: string,
  idToken: string,
): Promise<VisitReply<ReplyOf<typeof exchangeEndpoint>>> {
  const { db, access, time } = visit;
  const rules = await readTrustRules(db, project);
  const terms = { issuers: new Set(rules.map(({ issuer }) => issuer)), audience: audienceOf(access.publicUrl()), time };
  const claims = await checkIdToken(idToken, terms, access.issuers);
  const job = ciJobOf(claims);
  const rule = job && trustedBy(rules, job);
  if (job === undefined || rule === undefined) throw refusal('untrusted', 'No trust rule fits the job that it describes.');
  const { principal } = rules.find(({ id }) => id === rule.id) ?? { principal: '' };
  const { text, id, mac } = access.keeper.mint();
  await db.transaction().execute(async (transaction) => {
    const until = (claims.exp ?? 0) * 1000 + LEEWAY_MS;
    if (!(await useIdToken(transaction, oneTimeKey(claims, idToken), until, time))) throw refusal('used', 'It was shown before.');
    await forgetTokens(transaction, principal, time - KEPT_MS);
    const attested = attestationOf(job);
    const name = `${job.repository}@${job.ref}`;
    await addToken(transaction, { id, mac, principal, name, attested, createdAt: time, expiresAt: time + LIFETIME_MS });
    const actor = { id: principal, name, kind: 'machine', bindings: [] } as const;
    await recordAct(
      transaction,
      { ...visit, principal: actor, project },
      {
        target: `trust rule ${rule.id}`,
        before: null,
        after: { token: id, event: job.event, ...attested },
        verdict: 'trusted',
      },
    );
  });
  return { reply: { token: text, expiresIn: LIFETIME_MS / 1000 } };
}

/** What shows that an ID token comes a second time: its own id, or all of it for issuers that give none. */
function oneTimeKey({ iss, jti }: JWTPayload, idToken: string): string {
  return createHash('sha256')
    .update(jti === undefined ? idToken : JSON.stringify([iss, jti]))
    .digest('hex');
}
