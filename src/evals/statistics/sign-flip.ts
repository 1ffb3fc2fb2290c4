import { type RandomWords, randomWords } from './random-words.ts';

/** Up to this many differences every assignment of signs is counted; beyond, a sample is drawn. */
const EXACT_LIMIT = 16;
const DRAWS = 10_000;

/**
 * How often differences that could as well have the other sign sum to at least what these do.
 *
 * Fisher's randomisation test (The Design of Experiments, 1935, section 21), one-sided; pass drops, so that a small answer
 * means worse. Sampled, it counts the observed assignment too, so it never claims 0 (Phipson and Smyth, 2010).
 */
export function signFlipP(differences: readonly number[], seed: number): number {
  // A difference of zero is the same under both signs. The order is fixed, so that the order of rows cannot matter.
  const sizes = differences.filter((difference) => difference !== 0).sort((left, right) => left - right);
  const observed = sizes.reduce((sum, size) => sum + size, 0);
  // Assignments that tie on paper may differ in the last bits: they count as at least.
  const threshold = observed - 1e-9 * sizes.reduce((sum, size) => sum + Math.abs(size), 0);
  return sizes.length <= EXACT_LIMIT ? exactShare(sizes, threshold) : sampledShare(sizes, threshold, seed);
}

function exactShare(sizes: readonly number[], threshold: number): number {
  const reaching = (index: number, sum: number): number => {
    const size = sizes[index];
    if (size === undefined) return sum >= threshold ? 1 : 0;
    return reaching(index + 1, sum + size) + reaching(index + 1, sum - size);
  };
  return reaching(0, 0) / 2 ** sizes.length;
}

function sampledShare(sizes: readonly number[], threshold: number, seed: number): number {
  const words = randomWords(seed);
  const tables = signedSums(sizes);
  let reached = 1;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    if (drawnSum(tables, words) >= threshold) reached += 1;
  }
  return reached / (DRAWS + 1);
}

/** The sum under every pattern of signs, eight differences at a time: ten thousand cases then take milliseconds, not seconds. */
function signedSums(sizes: readonly number[]): Float64Array[] {
  return Array.from({ length: Math.ceil(sizes.length / 8) }, (_, chunk) => {
    const eight = sizes.slice(8 * chunk, 8 * chunk + 8);
    return Float64Array.from({ length: 256 }, (_, pattern) =>
      eight.reduce((sum, size, bit) => sum + ((pattern >>> bit) & 1 ? size : -size), 0),
    );
  });
}

/** One assignment of signs: a random byte picks from each table. */
function drawnSum(tables: readonly Float64Array[], words: RandomWords): number {
  let sum = 0;
  let bytes = 0;
  for (let index = 0; index < tables.length; index += 1) {
    bytes = index % 4 === 0 ? words() : bytes >>> 8;
    sum += tables[index]?.[bytes & 255] ?? 0;
  }
  return sum;
}
