import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { keyIdOf, type Signer } from '../../access/signing/signing-key.ts';
import { toBase64 } from '../../base/text/base64.ts';
import { privateKey } from '../private-file.ts';

/** A signer whose public key can be shown. */
export interface OpenedSigner extends Signer {
  /** Base64 of the 32 bytes. */
  readonly publicKey: string;
}

/** An Ed25519 private key in PKCS #8 is this and its 32 bytes (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_BYTES = 32;

/** The signer of the key in a file, which is made on first use. @throws Failure `file-unreadable`, `file-unwritable` */
export async function openSigner(path: string): Promise<OpenedSigner> {
  return signerOf(await privateKey(path));
}

/** The signer of the 32 bytes of a private key. */
export function signerOf(secret: Buffer): OpenedSigner {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, secret]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_BYTES);
  return {
    keyId: keyIdOf(publicKey),
    publicKey: toBase64(publicKey),
    sign: (message) => sign(null, message, key).toString('base64'),
  };
}
