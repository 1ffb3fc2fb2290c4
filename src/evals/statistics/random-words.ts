/** A source of unsigned 32-bit words. */
export type RandomWords = () => number;

/** A reproducible source of words: the same seed gives the same words on every machine. Not for secrets. */
export function randomWords(seed: number): RandomWords {
  const next = splitMix32(seed);
  return xoshiro128([next(), next(), next(), next()]);
}

/** xoshiro128**: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (ACM TOMS 47, 2021). */
export function xoshiro128(state: readonly [number, number, number, number]): RandomWords {
  let [a, b, c, d] = state;
  return () => {
    const word = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return word;
  };
}

/** Spreads one seed over a whole state: Steele, Lea and Flood (OOPSLA 2014), with the 32-bit finaliser of MurmurHash3. */
function splitMix32(seed: number): RandomWords {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return (word ^ (word >>> 16)) >>> 0;
  };
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
