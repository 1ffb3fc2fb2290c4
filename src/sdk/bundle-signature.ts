import { utf8ToBytes } from '@noble/hashes/utils.js';
import { preAuthEncoding } from '../access/signing/pre-auth-encoding.ts';
import { isSignedBy, keyIdOf } from '../access/signing/signing-key.ts';
import { Failure } from '../base/failure.ts';
import { canonicalJson, isJsonObject, type Json } from '../base/json/canonical-json.ts';
import { fromBase64, toBase64 } from '../base/text/base64.ts';
import { BUNDLE_TYPE } from '../release/bundle/bundle.ts';

/** What stands before the key in the DER of a public Ed25519 key. */
const DER_HEAD = 12;

/** Accepts a bundle that this key signed. @throws Failure `bundle-invalid` */
export function requireSignature(document: Json | undefined, signature: Json | undefined, key: string): void {
  const publicKey = keyOf(key);
  const sig = isJsonObject(signature) ? signature.sig : undefined;
  if (typeof sig !== 'string')
    throw new Failure('bundle-invalid', 'The bundle has no signature, and the client asks for one.', { hint: SIGN });
  const message = preAuthEncoding(BUNDLE_TYPE, utf8ToBytes(canonicalJson(document ?? null)));
  const signer = { id: keyIdOf(publicKey), publicKey: toBase64(publicKey) };
  if (!isSignedBy(signer, message, sig))
    throw new Failure('bundle-invalid', 'The bundle is not signed by the key that the client asks for.', { hint: SIGN });
}

const SIGN = 'Make it with `promptlane bundle --sign KEY`, and give the public part of that key.';

/** The 32 bytes of a key, out of PEM or base64. */
function keyOf(text: string): Uint8Array {
  const bytes = fromBase64(text.replace(/-----(?:BEGIN|END) PUBLIC KEY-----|\s/g, ''));
  const key = bytes?.length === DER_HEAD + 32 ? bytes.slice(DER_HEAD) : bytes;
  if (key?.length === 32) return key;
  throw new Failure('usage-invalid', '`bundleKey` is no public Ed25519 key in PEM or base64.');
}
