import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Digest } from '../../base/digest.ts';
import { canonicalJson } from '../../base/json/canonical-json.ts';
import { fromBase64 } from '../../base/text/base64.ts';
import { preAuthEncoding } from './pre-auth-encoding.ts';

/** A public Ed25519 key of a registry. */
export interface SigningKey {
  /** The digest of the 32 bytes of the key. */
  readonly id: Digest;
  /** Base64. */
  readonly publicKey: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** What the key before said of this one; absent for the first key, and for one that came without the one before. */
  readonly endorsement?: Endorsement;
}

/** A signature of one key over the next. */
export interface Endorsement {
  readonly keyId: Digest;
  /** Base64. */
  readonly signature: string;
}

/** Signs with the key of a registry; whoever has it can speak for the registry. */
export interface Signer {
  readonly keyId: Digest;
  /** Base64 of an Ed25519 signature over the bytes. */
  sign(message: Uint8Array): string;
}

/** Names a public key by its bytes. */
export function keyIdOf(publicKey: Uint8Array): Digest {
  return `sha256:${bytesToHex(sha256(publicKey))}` as Digest;
}

/** What the key before signs to hand over to the next. */
export function endorsedBytes({ id, publicKey, createdAt }: Omit<SigningKey, 'endorsement'>): Uint8Array {
  return preAuthEncoding('application/vnd.promptlane.signing-key+json', utf8ToBytes(canonicalJson({ id, publicKey, createdAt })));
}

/** Whether a signature over bytes is of this key. Says no to whatever is malformed. */
export function isSignedBy({ id, publicKey }: Pick<SigningKey, 'id' | 'publicKey'>, message: Uint8Array, signature: string): boolean {
  const [key, signed] = [fromBase64(publicKey), fromBase64(signature)];
  if (key?.length !== 32 || signed?.length !== 64 || keyIdOf(key) !== id) return false;
  try {
    // Exactly RFC 8032: the looser rules take some keys and signatures that node and others refuse.
    return ed25519.verify(signed, message, key, { zip215: false });
  } catch {
    return false;
  }
}
