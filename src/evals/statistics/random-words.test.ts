import { describe, expect, test } from 'vitest';
import { randomWords, xoshiro128 } from './random-words.ts';

describe('xoshiro128', () => {
  test('gives the published words for the state 1, 2, 3, 4', () => {
    const words = xoshiro128([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, words)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });
});

describe('randomWords', () => {
  test('repeats itself for a seed and differs between seeds', () => {
    const first = (seed: number) => Array.from({ length: 4 }, randomWords(seed));
    expect(first(7)).toEqual(first(7));
    expect(first(7)).not.toEqual(first(8));
    expect(first(0)).not.toContain(0);
  });

  test('sets every bit about half of the time', () => {
    const words = randomWords(42);
    const counts = Array<number>(32).fill(0);
    for (let draw = 0; draw < 4000; draw += 1) {
      const word = words();
      for (const bit of counts.keys()) counts[bit]! += (word >>> bit) & 1;
    }
    // Five standard deviations of 4,000 fair coins are 158.
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(158);
  });
});
