const BUCKETS = 10_000;
const encoder = new TextEncoder();

/**
 * The place of a unit between 0 and 1 (never 1): one of 10,000, always the same for the same seed and unit.
 *
 * FNV-1a of 32 bits over the UTF-8 bytes, twice: once alone leaves the places of units that differ only in
 * their last letter side by side. Agrees with version 2 of the hash that GrowthBook published, so that other
 * languages can draw alike.
 */
export function bucketOf(seed: string, unit: string): number {
  return (fnv32a(String(fnv32a(seed + unit))) % BUCKETS) / BUCKETS;
}

/** Fowler, Noll and Vo's hash, as its authors give it: http://www.isthe.com/chongo/tech/comp/fnv/. */
function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
