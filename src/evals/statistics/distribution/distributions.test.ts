import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import reference from '../../../../fixtures/statistics/reference.json' with { type: 'json' };
import { logGamma } from '../../../base/statistics/log-gamma.ts';
import { binomialTail } from './binomial-tail.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { normalQuantile } from './normal-quantile.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';

/** Differs from the published value by no more than 1e-9 of it. */
function expectExact(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(expected)));
}

const inside = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const shape = fc.double({ min: 0.5, max: 500, noNaN: true });

describe('reference values', () => {
  test.each(reference.logGamma as [number, number][])('logGamma(%d)', (x, expected) => expectExact(logGamma(x), expected));
  test.each(reference.incompleteBeta as [number, number, number, number][])('incompleteBeta(%d, %d, %d)', (x, a, b, expected) =>
    expectExact(incompleteBeta(x, a, b), expected),
  );
  test.each(reference.binomialTail as [number, number, number, number][])('binomialTail(%d, %d, %d)', (k, n, rate, expected) =>
    expectExact(binomialTail(k, n, rate), expected),
  );
  test.each(reference.normalQuantile as [number, number][])('normalQuantile(%d)', (share, expected) =>
    expectExact(normalQuantile(share), expected),
  );
  test.each(reference.studentTCdf as [number, number, number][])('studentTCdf(%d, %d)', (t, freedom, expected) =>
    expectExact(studentTCdf(t, freedom), expected),
  );
  test.each(reference.studentTQuantile as [number, number, number][])('studentTQuantile(%d, %d)', (share, freedom, expected) =>
    expectExact(studentTQuantile(share, freedom), expected),
  );
});

describe('laws', () => {
  test('logGamma follows the recurrence of the factorial', () => {
    fc.assert(
      fc.property(shape, (x) => {
        expect(logGamma(x + 1) - logGamma(x)).toBeCloseTo(Math.log(x), 9);
      }),
    );
  });

  test('incompleteBeta is a share, mirrors itself and grows with x', () => {
    fc.assert(
      fc.property(inside, shape, shape, (x, a, b) => {
        const share = incompleteBeta(x, a, b);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1 + 1e-12);
        expect(share + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9);
        expect(incompleteBeta(x / 2, a, b)).toBeLessThanOrEqual(share + 1e-12);
      }),
    );
  });

  test('incompleteBeta is 0 and 1 at the ends', () => {
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
  });

  test('binomialTail is sure of at least none and never sees more than all', () => {
    expect(binomialTail(0, 5, 0.5)).toBe(1);
    expect(binomialTail(0, 0, 0.5)).toBe(1);
    expect(binomialTail(6, 5, 0.5)).toBe(0);
  });

  test('quantiles are odd around one half', () => {
    fc.assert(
      fc.property(inside, fc.integer({ min: 1, max: 1000 }), (share, freedom) => {
        expect(normalQuantile(share) + normalQuantile(1 - share)).toBeCloseTo(0, 8);
        expect(studentTQuantile(share, freedom) / studentTQuantile(1 - share, freedom)).toBeCloseTo(-1, 6);
      }),
      { numRuns: 50, examples: [[0.3, 4]] },
    );
  });

  test('studentTQuantile undoes studentTCdf', () => {
    fc.assert(
      fc.property(inside, fc.integer({ min: 1, max: 1000 }), (share, freedom) => {
        expect(studentTCdf(studentTQuantile(share, freedom), freedom)).toBeCloseTo(share, 9);
      }),
      { numRuns: 50 },
    );
  });
});
