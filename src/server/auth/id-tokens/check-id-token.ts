import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { Failure } from '../../../base/failure.ts';
import type { IdTokenRefusal } from '../../../protocol/token-exchange.ts';
import type { IssuerKeys } from './issuer-keys.ts';

export interface IdTokenTerms {
  /** Those that are trusted with anything. */
  readonly issuers: ReadonlySet<string>;
  /** The address of the registry, exactly. */
  readonly audience: string;
  readonly time: number;
}

const LEEWAY_SECONDS = 60;
/** An ID token lives minutes; one that claims more is none of a job. */
const LONGEST_SECONDS = 24 * 3600;

/**
 * The claims of an ID token whose signature, issuer, audience and time are right.
 *
 * @throws Failure `id-token-refused` with the reason.
 */
export async function checkIdToken(idToken: string, { issuers, audience, time }: IdTokenTerms, keys: IssuerKeys): Promise<JWTPayload> {
  const issuer = claimedIssuer(idToken);
  if (issuer === undefined || !issuers.has(issuer)) throw refusal('issuer', 'No trust rule names its issuer.');
  try {
    const { payload } = await jwtVerify(idToken, await keys.of(issuer), {
      algorithms: ['RS256'],
      issuer,
      audience,
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(time),
      requiredClaims: ['exp', 'iat'],
    });
    const { aud, exp = 0, iat = 0 } = payload;
    // One that is also for someone else could be shown here by them.
    if (aud !== audience) throw refusal('audience', 'It is for others too.');
    if (iat > time / 1000 + LEEWAY_SECONDS) throw refusal('not-yet-valid', 'It comes from the future.');
    if (exp - iat > LONGEST_SECONDS) throw refusal('expired', 'It lives longer than an ID token may.');
    return payload;
  } catch (error) {
    throw error instanceof Failure ? error : refusalOf(error);
  }
}

/** Why an ID token gets nothing; the token itself stands in no message. */
export function refusal(reason: IdTokenRefusal, message: string): Failure {
  return new Failure('id-token-refused', `The ID token is refused (${reason}). ${message}`, { details: { reason } });
}

function claimedIssuer(idToken: string): string | undefined {
  try {
    return decodeJwt(idToken).iss;
  } catch {
    throw refusal('malformed', 'It cannot be read.');
  }
}

function refusalOf(error: unknown): Failure {
  if (error instanceof errors.JWTExpired) return refusal('expired', 'Its time is over.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return refusal('audience', 'It is for someone else.');
    if (error.claim === 'iss') return refusal('issuer', 'Its issuer is another.');
    if (error.claim === 'nbf') return refusal('not-yet-valid', 'Its time has not come.');
    return refusal('malformed', `Its claim "${error.claim}" is missing or wrong.`);
  }
  return refusal('signature', 'Its signature cannot be checked with the keys of its issuer.');
}
