import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import reference from '../../../fixtures/statistics/reference.json' with { type: 'json' };
import { signFlipP } from './sign-flip.ts';

const difference = fc.integer({ min: -100, max: 100 }).map((hundredths) => hundredths / 100);

describe('signFlipP', () => {
  test('gives the exact reference value, ties included', () => {
    expect(signFlipP([0.05, 0, 0.1, 0, -0.05, 0.15, 0, 0.1, 0.05, 0.05], 1)).toBe(0.0390625);
  });

  test.each(reference.signFlip as [number[], number][])('counts all signs of sixteen differences', (differences, p) => {
    expect(signFlipP(differences, 1)).toBe(p);
  });

  test.each(reference.signFlipSampled as [number[], number][])('comes near the truth by drawing, for more', (differences, p) => {
    for (const seed of [1, 2, 3]) expect(Math.abs(signFlipP(differences, seed) - p)).toBeLessThan(0.008);
    const drops = differences.map((value) => -value);
    for (const seed of [1, 2, 3]) expect(Math.abs(signFlipP(drops, seed) - (1 - p))).toBeLessThan(0.008);
  });

  test('says 1 when nothing differs', () => {
    expect(signFlipP([], 1)).toBe(1);
    expect(signFlipP([0, 0, 0], 1)).toBe(1);
  });

  test('never claims 0', () => {
    expect(signFlipP(Array<number>(200).fill(0.5), 1)).toBe(1 / 10_001);
  });

  test('does not depend on the order of cases, and repeats itself for a seed', () => {
    fc.assert(
      fc.property(fc.array(difference, { maxLength: 24 }), fc.integer(), (differences, seed) => {
        expect(signFlipP(differences.toReversed(), seed)).toBe(signFlipP(differences, seed));
      }),
      { numRuns: 20 },
    );
  });
});
