import { randomBytes } from 'node:crypto';
import { endorsedBytes } from '../../access/signing/signing-key.ts';
import { writePrivateFile } from '../private-file.ts';
import { addSigningKey } from '../storage/signing/signing-keys.ts';
import type { Database } from '../storage/tables.ts';
import { type OpenedSigner, openSigner, signerOf } from './signing-key-file.ts';

const SECRET_BYTES = 32;

/** Shows the public key of a server to everyone; every key that was ever shown stays. */
export async function announceKey(db: Database, { keyId, publicKey }: OpenedSigner, time: number): Promise<void> {
  await addSigningKey(db, { id: keyId, publicKey, createdAt: time });
}

/**
 * Gives the registry a new signing key, which the old one vouches for.
 *
 * The public half is stored before the file is replaced: stopped in between, the registry goes on with the old key and
 * knows of one that nobody has.
 */
export async function rotateKey(db: Database, path: string, time: number): Promise<OpenedSigner> {
  const old = await openSigner(path);
  await announceKey(db, old, time);
  const secret = randomBytes(SECRET_BYTES);
  const next = signerOf(secret);
  const shown = { id: next.keyId, publicKey: next.publicKey, createdAt: time };
  await addSigningKey(db, { ...shown, endorsement: { keyId: old.keyId, signature: old.sign(endorsedBytes(shown)) } });
  await writePrivateFile(path, secret);
  return next;
}
