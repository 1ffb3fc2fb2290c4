import { type DsseEnvelope, payloadText, signerOfEnvelope } from '../../access/evidence/dsse-envelope.ts';
import { STATEMENT_TYPE, TEST_RESULT } from '../../access/evidence/test-result.ts';
import type { SigningKey } from '../../access/signing/signing-key.ts';
import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';

/** What verifying an envelope found. */
export interface EvidenceVerification {
  /** Absent: none of the keys signed it. */
  readonly signedBy?: Digest;
  readonly statement: JsonObject;
}

/** Holds an envelope against public keys, without the registry. @throws Failure `evidence-invalid` for what is no test result */
export function verifyEvidence(envelope: DsseEnvelope, keys: readonly SigningKey[]): EvidenceVerification {
  const statement = jsonValue(payloadText(envelope) ?? '');
  if (envelope.payloadType !== STATEMENT_TYPE || !isJsonObject(statement) || statement.predicateType !== TEST_RESULT) {
    throw new Failure('evidence-invalid', 'This is no signed test result.');
  }
  const signedBy = signerOfEnvelope(envelope, keys);
  return { statement, ...(signedBy !== undefined && { signedBy }) };
}
