import { normalQuantile } from '../distribution/normal-quantile.ts';

/** The conditions under which a drop of the pass rate would be noticed. */
export interface Power {
  /** Share of pairs that change either way where nothing got worse, as observed. A drop comes on top of it. */
  readonly noise: number;
  /** One-sided level of the test. */
  readonly alpha: number;
  /** The chance to notice, for example 0.8. */
  readonly power: number;
}

/**
 * How many pairs McNemar's test needs by the normal curve, not rounded; for 0 < drop ≤ discordance ≤ 1.
 *
 * Connor, "Sample size for testing differences in proportions for the paired-sample design" (Biometrics 43, 1987).
 */
export function connorPairs(drop: number, discordance: number, { alpha, power }: Omit<Power, 'noise'>): number {
  const reach = normalQuantile(1 - alpha) * Math.sqrt(discordance) + normalQuantile(power) * Math.sqrt(discordance - drop * drop);
  return (reach / drop) ** 2;
}

/**
 * How many pairs the exact test needs to notice a drop of the pass rate; for 0 < drop ≤ 1.
 *
 * Connor's number, corrected for the steps of the exact test as Royston does (Statist. Med. 12, 1993), and at least as many as
 * it needs to be able to reject at all (2^−k < alpha changed cases).
 */
export function pairsToDetect(drop: number, { noise, ...test }: Power): number {
  const pairs = connorPairs(drop, Math.min(1, noise + drop), test);
  const corrected = (pairs / 4) * (1 + Math.sqrt(1 + 4 / (pairs * drop))) ** 2;
  return Math.ceil(Math.max(corrected, fewestChanges(test.alpha) / drop));
}

/**
 * The smallest drop of the pass rate that this many pairs notice; undefined when they would not notice even a drop of 1.
 *
 * With `accepted`, the smallest whose observed size also exceeds that one with the same chance.
 */
export function detectableDrop(pairs: number, power: Power, accepted = 0): number | undefined {
  const isNoticed = (drop: number) => pairsToDetect(drop, power) <= pairs && isSeenAbove(drop, accepted, pairs, power);
  if (!isNoticed(1)) return undefined;
  let low = 0;
  let high = 1;
  // Forty halvings: far below what any report prints.
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (isNoticed(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function isSeenAbove(drop: number, accepted: number, pairs: number, { noise, power }: Power): boolean {
  const discordance = Math.min(1, noise + drop);
  return drop - accepted >= normalQuantile(power) * Math.sqrt((discordance - drop * drop) / pairs);
}

/**
 * How many pairs it takes until a version that is no worse is shown to have dropped by less than `maxDrop`; for 0 < maxDrop ≤ 1.
 *
 * Of Tango's score bound with half a case, as the verdict takes it; where nothing changes at all, of the exact bound.
 */
export function pairsToPass(maxDrop: number, { noise, alpha, power }: Power): number {
  if (noise === 0) return Math.ceil(Math.log(alpha) / Math.log(1 - maxDrop));
  const mended = likeliestMended(maxDrop, noise);
  const reach = normalQuantile(1 - alpha) * Math.sqrt(2 * mended + maxDrop * (1 - maxDrop)) + normalQuantile(power) * Math.sqrt(noise);
  // n · maxDrop − √n · reach − ½ = 0, solved for √n.
  return Math.ceil(((reach + Math.sqrt(reach * reach + 2 * maxDrop)) / (2 * maxDrop)) ** 2);
}

/** What the score bound takes for the share of new passes when it supposes a drop and half of the noise goes each way. */
function likeliestMended(drop: number, noise: number): number {
  const linear = 2 * drop - noise;
  return (Math.sqrt(linear * linear + 4 * noise * drop * (1 - drop)) - linear) / 4;
}

function fewestChanges(alpha: number): number {
  return Math.floor(Math.log2(1 / alpha)) + 1;
}
