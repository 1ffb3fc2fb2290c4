import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Digest } from '../../base/digest.ts';
import { fromBase64, toBase64 } from '../../base/text/base64.ts';
import { preAuthEncoding } from '../signing/pre-auth-encoding.ts';
import { isSignedBy, type Signer, type SigningKey } from '../signing/signing-key.ts';

/** A DSSE envelope: a payload of a type, and who signed it. */
export interface DsseEnvelope {
  readonly payloadType: string;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** Signs a text of a type. */
export function sealEnvelope(payloadType: string, payload: string, signer: Signer): DsseEnvelope {
  const bytes = utf8ToBytes(payload);
  const sig = signer.sign(preAuthEncoding(payloadType, bytes));
  return { payloadType, payload: toBase64(bytes), signatures: [{ keyid: signer.keyId, sig }] };
}

/** The key among these that signed an envelope; undefined when none did. */
export function signerOfEnvelope({ payloadType, payload, signatures }: DsseEnvelope, keys: readonly SigningKey[]): Digest | undefined {
  const bytes = fromBase64(payload);
  if (bytes === undefined) return undefined;
  const message = preAuthEncoding(payloadType, bytes);
  // `keyid` is a hint that nobody signed: it chooses whom to try, and the signature decides.
  return keys.find((key) => signatures.some(({ keyid, sig }) => keyid === key.id && isSignedBy(key, message, sig)))?.id;
}

/** The text of an envelope; undefined when it is none. Says nothing of who signed it. */
export function payloadText({ payload }: DsseEnvelope): string | undefined {
  const bytes = fromBase64(payload);
  return bytes && new TextDecoder().decode(bytes);
}
