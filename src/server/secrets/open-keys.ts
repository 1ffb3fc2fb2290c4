import { join } from 'node:path';
import { privateKey } from '../private-file.ts';
import { type OpenedSigner, openSigner } from '../signing/signing-key-file.ts';
import type { Database } from '../storage/tables.ts';
import { masterKey } from './master-key.ts';
import { requireKnownKeys } from './require-known-keys.ts';
import { type SecretBox, secretBox } from './secret-box.ts';

/** Where the keys of a registry are. */
export interface KeyPlaces {
  readonly dataFolder: string;
  /** Holds the key that the registry signs with, shared by all servers of one database; default `signing.key` in the data folder. */
  readonly signingKeyFile?: string;
  /** 64 hexadecimal digits; default: `master.key` of the data folder. Seals what the registry must read again. */
  readonly masterKey?: string;
}

/** What a registry does with its keys. */
export interface OpenedKeys {
  /** Keys every hash that is stored. */
  readonly pepper: Buffer;
  readonly signer: OpenedSigner;
  readonly secrets: SecretBox;
}

/**
 * Reads the keys of a registry, made on first use, and holds them against those that its database knows.
 *
 * @throws Failure `key-mismatch`, `file-unreadable` for what is no key, `file-unwritable`, `usage-invalid`.
 */
export async function openKeys(db: Database, { dataFolder, signingKeyFile, masterKey: given }: KeyPlaces): Promise<OpenedKeys> {
  const pepperFile = join(dataFolder, 'pepper.key');
  const pepper = await privateKey(pepperFile);
  const signingFile = signingKeyFile ?? join(dataFolder, 'signing.key');
  const signer = await openSigner(signingFile);
  const master = await masterKey(dataFolder, given);
  await requireKnownKeys(db, {
    pepper: { place: pepperFile, key: pepper },
    master,
    signing: { place: signingFile, keyId: signer.keyId },
  });
  return { pepper, signer, secrets: secretBox(master.key) };
}
