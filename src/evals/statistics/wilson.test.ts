import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wilsonInterval } from './wilson.ts';

describe('wilsonInterval', () => {
  test.each([
    [0, 10, 0, 0.2775327999],
    [5, 5, 0.5655175352, 1],
    [9, 10, 0.5958499732, 0.9821237869],
    [17, 20, 0.6395811353, 0.9476312541],
    [90, 100, 0.8256343385, 0.9447708629],
    [1, 1, 0.2065493144, 1],
  ])('gives the reference value for %d of %d', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials, 0.95);
    expect(interval.low).toBeCloseTo(low, 9);
    expect(interval.high).toBeCloseTo(high, 9);
  });

  test('holds the rate, stays within 0 and 1, and mirrors itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (trials, any) => {
        const successes = any % (trials + 1);
        const { low, high } = wilsonInterval(successes, trials, 0.95);
        const mirrored = wilsonInterval(trials - successes, trials, 0.95);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(successes / trials);
        expect(high).toBeGreaterThanOrEqual(successes / trials);
        expect(low).toBeCloseTo(1 - mirrored.high, 12);
      }),
    );
  });
});
