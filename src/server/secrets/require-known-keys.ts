import { createHmac } from 'node:crypto';
import { Failure } from '../../base/failure.ts';
import { addKeyCheck, readKeyChecks } from '../storage/keys/key-checks.ts';
import { readSigningKeys } from '../storage/signing/signing-keys.ts';
import type { Database } from '../storage/tables.ts';

/** A key, and where it comes from as its owner knows it. */
interface PlacedKey {
  readonly place: string;
  readonly key: Buffer;
}

/** The keys that all servers of one database hold. */
export interface RegistryKeys {
  readonly pepper: PlacedKey;
  readonly master: PlacedKey;
  readonly signing: { readonly place: string; readonly keyId: string };
}

/**
 * Holds the keys of a server against those that the database was written with; the first server's are the ones.
 *
 * With another pepper it would refuse every token, with another master key open no secret, with another signing key
 * sign what nobody vouches for: it must not start.
 * @throws Failure `key-mismatch`, before anything is written.
 */
export async function requireKnownKeys(db: Database, { pepper, master, signing }: RegistryKeys): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const known = await readKeyChecks(transaction);
    const values = { pepper: checkValue('pepper', pepper.key), master: checkValue('master', master.key), signing: signing.keyId };
    if ((known.get('pepper') ?? values.pepper) !== values.pepper) throw mismatch(pepper.place);
    if ((known.get('master') ?? values.master) !== values.master) throw mismatch(master.place);
    // The first may have been replaced since, by one that it vouched for.
    const signers = [known.get('signing') ?? values.signing, ...(await readSigningKeys(transaction)).map(({ id }) => id)];
    if (!signers.includes(signing.keyId)) throw mismatch(signing.place);
    for (const [name, value] of Object.entries(values)) if (!known.has(name)) await addKeyCheck(transaction, name, value);
  });
}

/** Tells whether a key is the same, and nothing else of it. */
function checkValue(name: string, key: Buffer): string {
  return createHmac('sha256', key).update(`promptlane key check: ${name}`).digest('hex');
}

function mismatch(place: string): Failure {
  return new Failure('key-mismatch', `${place} is not the key that this database was written with.`);
}
