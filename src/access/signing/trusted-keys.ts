import type { Digest } from '../../base/digest.ts';
import { endorsedBytes, isSignedBy, type SigningKey } from './signing-key.ts';

/**
 * The keys among those that a registry shows which may be believed, by id.
 *
 * With a key that is known from elsewhere (the checkpoint in Git): that key, and those that follow from it by endorsements,
 * so that whoever can only write the list cannot add one. Without: all of them, on first use.
 */
export function trustedKeys(shown: readonly SigningKey[], known?: Digest): ReadonlyMap<Digest, SigningKey> {
  if (known === undefined) return new Map(shown.map((key) => [key.id, key]));
  const trusted = new Map(shown.filter(({ id }) => id === known).map((key) => [key.id, key]));
  for (let size = -1; size < trusted.size; ) {
    size = trusted.size;
    for (const key of shown) if (isEndorsed(key, trusted)) trusted.set(key.id, key);
  }
  return trusted;
}

function isEndorsed(key: SigningKey, trusted: ReadonlyMap<Digest, SigningKey>): boolean {
  const { endorsement } = key;
  const before = endorsement && trusted.get(endorsement.keyId);
  return before !== undefined && isSignedBy(before, endorsedBytes(key), endorsement?.signature ?? '');
}
