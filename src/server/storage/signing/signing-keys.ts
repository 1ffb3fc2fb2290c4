import type { SigningKey } from '../../../access/signing/signing-key.ts';
import type { Database } from '../tables.ts';

/** Shows a key from now on; one that is shown already keeps its first time. */
export async function addSigningKey(db: Database, { id, publicKey, createdAt, endorsement }: SigningKey): Promise<void> {
  await db
    .insertInto('signing_keys')
    .values({
      id,
      public_key: publicKey,
      created_at: createdAt,
      endorsed_by: endorsement?.keyId ?? null,
      endorsement: endorsement?.signature ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Every key that the registry ever signed with, oldest first. */
export async function readSigningKeys(db: Database): Promise<SigningKey[]> {
  const rows = await db.selectFrom('signing_keys').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map(({ id, public_key: publicKey, created_at: createdAt, endorsed_by: keyId, endorsement: signature }) => ({
    id,
    publicKey,
    createdAt,
    ...(keyId !== null && signature !== null && { endorsement: { keyId, signature } }),
  }));
}
