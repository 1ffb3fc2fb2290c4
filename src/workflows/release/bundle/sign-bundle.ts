import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { preAuthEncoding } from '../../../access/signing/pre-auth-encoding.ts';
import { keyIdOf } from '../../../access/signing/signing-key.ts';
import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { BUNDLE_TYPE } from '../../../release/bundle/bundle.ts';

/** A signature that lies beside what it signs, in DSSE's words. */
export interface DetachedSignature {
  readonly keyid: Digest;
  /** Base64. */
  readonly sig: string;
}

/** The private key of a file. @throws Failure `file-unreadable`, `usage-invalid` for another kind of key */
export async function readBundleKey(file: string): Promise<KeyObject> {
  let pem: string;
  try {
    pem = await readFile(file, 'utf8');
  } catch (cause) {
    throw new Failure('file-unreadable', `Could not read the key ${file}: ${(cause as Error).message}.`, { cause });
  }
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // What OpenSSL says of a wrong file may quote it, and it may be a key.
  }
  throw new Failure('usage-invalid', `${file} is no private Ed25519 key in PEM without a password.`, {
    hint: 'Make one with `openssl genpkey -algorithm ed25519 -out bundle.key`.',
  });
}

/** Signs the text of a bundle. */
export function signatureOf(text: string, key: KeyObject): DetachedSignature {
  const bytes = preAuthEncoding(BUNDLE_TYPE, new TextEncoder().encode(text));
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { keyid: keyIdOf(publicKey), sig: sign(null, bytes, key).toString('base64') };
}
