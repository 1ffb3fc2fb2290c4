import { ed25519 } from '@noble/curves/ed25519.js';
import { keyIdOf, type Signer, type SigningKey } from '../../src/access/signing/signing-key.ts';
import { toBase64 } from '../../src/base/text/base64.ts';

/** A key of a registry that only exists in a test; the same byte gives the same key. */
export function testSigner(byte: number): Signer & { readonly key: SigningKey } {
  const secret = new Uint8Array(32).fill(byte);
  const publicKey = ed25519.getPublicKey(secret);
  const keyId = keyIdOf(publicKey);
  return {
    keyId,
    key: { id: keyId, publicKey: toBase64(publicKey), createdAt: 1 },
    sign: (message) => toBase64(ed25519.sign(message, secret)),
  };
}
