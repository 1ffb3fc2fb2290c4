import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import reference from '../../../fixtures/statistics/reference.json' with { type: 'json' };
import { largestMean } from './mean-bound.ts';
import { randomWords } from './random-words.ts';

const drop = fc.double({ min: -1, max: 1, noNaN: true });
const clusters = fc.array(fc.array(drop, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 30 });

describe('largestMean', () => {
  test.each(reference.largestMean as [number[][], number, number][])('gives the reference value of set %#', (values, confidence, bound) => {
    expect(largestMean(values, confidence)).toBeCloseTo(bound, 9);
  });

  test('leaves everything open after a single cluster', () => {
    expect(largestMean([[0, 0, 0]], 0.95)).toBe(1);
  });

  test('allows at least the observed mean, and what none of so many clusters showed', () => {
    fc.assert(
      fc.property(clusters, (values) => {
        const members = values.flat();
        const bound = largestMean(values, 0.95);
        expect(bound).toBeGreaterThanOrEqual(members.reduce((sum, value) => sum + value, 0) / members.length - 1e-9);
        expect(bound).toBeGreaterThanOrEqual(1 - 0.05 ** (1 / values.length) - 1e-12);
        expect(largestMean(values, 0.99)).toBeGreaterThanOrEqual(bound);
      }),
    );
  });

  // Where t alone misses in 20 to 37 % of the draws: a few cases collapse, the others hardly move.
  test.each([
    { cases: 20, collapse: 1, noise: 0.02 },
    { cases: 40, collapse: 3, noise: 0 },
    { cases: 40, collapse: 3, noise: 0.1 },
  ])('misses a true drop at most as often as it may: $collapse of $cases cases collapse, noise $noise', ({ cases, collapse, noise }) => {
    const words = randomWords(11);
    const uniform = () => words() / 2 ** 32;
    const draws = 1500;
    const missed = Array.from({ length: draws }, () => {
      const drops = Array.from({ length: cases }, () => [
        uniform() < collapse / cases ? 1 : noise * (uniform() + uniform() + uniform() - 1.5) * 2,
      ]);
      return largestMean(drops, 0.95) < collapse / cases;
    }).filter(Boolean).length;
    // Three standard deviations of 5 % over so many draws; the seed is fixed.
    expect(missed / draws).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / draws));
  });
});
