import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusteredMean } from './clustered-mean.ts';
import { studentTCdf, studentTQuantile } from './distribution/student-t.ts';

const DIFFERENCES = [-0.05, 0, -0.1, 0, 0.05, -0.15, 0, -0.1, -0.05, -0.05];

describe('clusteredMean', () => {
  test('gives the paired t test of the reference when every case stands alone', () => {
    const { mean, standardError, clusters } = clusteredMean(DIFFERENCES.map((difference) => [difference]));
    const reach = studentTQuantile(0.975, clusters - 1) * standardError;
    expect(mean).toBeCloseTo(-0.045, 12);
    expect(standardError).toBeCloseTo(0.0189296945, 9);
    expect(mean / standardError).toBeCloseTo(-2.3772174471, 8);
    expect(2 * studentTCdf(mean / standardError, clusters - 1)).toBeCloseTo(0.0414161505, 9);
    expect([mean - reach, mean + reach]).toEqual([expect.closeTo(-0.087821944, 9), expect.closeTo(-0.0021780559, 9)]);
  });

  test('gives the clustered error of the reference', () => {
    const { mean, standardError, clusters } = clusteredMean([
      [1, 1, 1, 1],
      [0, 0, 0, 0],
      [1, 1, 1, 0],
    ]);
    expect(mean).toBeCloseTo(0.5833333333, 9);
    expect(standardError).toBeCloseTo(0.30046261, 7);
    expect(standardError * Math.sqrt((clusters - 1) / clusters)).toBeCloseTo(0.2453266907, 9);
  });

  test('knows that one cluster says nothing about spread', () => {
    expect(clusteredMean([[1, 1, 1]])).toEqual({ mean: 1, standardError: Number.POSITIVE_INFINITY, clusters: 1 });
  });

  test('counts copies of a case in its cluster as one case', () => {
    const value = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 30 }), fc.integer({ min: 2, max: 4 }), (values, copies) => {
        const alone = clusteredMean(values.map((one) => [one]));
        const copied = clusteredMean(values.map((one) => Array.from({ length: copies }, () => one)));
        expect(copied.mean).toBeCloseTo(alone.mean, 9);
        expect(copied.standardError).toBeCloseTo(alone.standardError, 9);
      }),
    );
  });
});
