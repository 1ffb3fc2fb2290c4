import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newcombeInterval } from './newcombe.ts';

const count = fc.nat({ max: 200 });
const counts = fc
  .record({ bothPass: count, baselineOnly: count, candidateOnly: count, neither: count })
  .filter((pairs) => Object.values(pairs).some((some) => some > 0));

describe('newcombeInterval', () => {
  test.each([
    [{ bothPass: 36, baselineOnly: 12, candidateOnly: 2, neither: 0 }, 0.05693, 0.340428],
    [{ bothPass: 54, baselineOnly: 0, candidateOnly: 0, neither: 0 }, -0.066414, 0.066414],
  ])('gives the reference value for %j', (pairs, low, high) => {
    const interval = newcombeInterval(pairs, 0.95);
    expect(interval.low).toBeCloseTo(low, 5);
    expect(interval.high).toBeCloseTo(high, 5);
  });

  test('holds the observed drop within −1 and 1, and turns round when the runs are swapped', () => {
    fc.assert(
      fc.property(counts, (pairs) => {
        const { low, high } = newcombeInterval(pairs, 0.95);
        const swapped = newcombeInterval({ ...pairs, baselineOnly: pairs.candidateOnly, candidateOnly: pairs.baselineOnly }, 0.95);
        const n = pairs.bothPass + pairs.baselineOnly + pairs.candidateOnly + pairs.neither;
        const drop = (pairs.baselineOnly - pairs.candidateOnly) / n;
        expect(low).toBeLessThanOrEqual(drop);
        expect(high).toBeGreaterThanOrEqual(drop);
        expect(low).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(high).toBeLessThanOrEqual(1 + 1e-12);
        expect(low).toBeCloseTo(-swapped.high, 12);
      }),
    );
  });

  test('is wider the surer it must be', () => {
    fc.assert(
      fc.property(counts, (pairs) => {
        expect(newcombeInterval(pairs, 0.99).high).toBeGreaterThanOrEqual(newcombeInterval(pairs, 0.9).high);
      }),
    );
  });
});
