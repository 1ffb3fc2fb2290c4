import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestRate, largestUnseenRate } from './clopper-pearson.ts';
import { binomialTail } from './distribution/binomial-tail.ts';

describe('largestRate', () => {
  test('gives the reference value for none in ten', () => {
    // The reference is two-sided at 95 %, which is one-sided at 97.5 %.
    expect(largestRate(0, 10, 0.975)).toBeCloseTo(0.3084971078, 9);
    expect(largestUnseenRate(10, 0.975)).toBeCloseTo(0.3084971078, 9);
  });

  test('is the rate at which so few become too unlikely', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.nat(), fc.constantFrom(0.9, 0.95, 0.99), (trials, any, confidence) => {
        const successes = any % trials;
        const rate = largestRate(successes, trials, confidence);
        expect(1 - binomialTail(successes + 1, trials, rate)).toBeCloseTo(1 - confidence, 9);
        expect(largestRate(successes + 1, trials, confidence)).toBeGreaterThan(rate);
      }),
    );
  });

  test('leaves everything open when every trial succeeded', () => {
    expect(largestRate(4, 4, 0.95)).toBe(1);
  });
});
