import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialTail } from '../distribution/binomial-tail.ts';
import { mcNemarP } from './mcnemar.ts';

const count = fc.nat({ max: 300 });

describe('mcNemarP', () => {
  test.each([
    [5, 0, 0.03125],
    [6, 1, 0.0625],
    [8, 1, 0.01953125],
    [10, 2, 0.019287109375],
    [20, 20, 0.56268534381],
    [0, 0, 1],
  ])('gives the reference value for %d new failures and %d new passes', (newFailures, newPasses, p) => {
    expect(mcNemarP(newFailures, newPasses)).toBeCloseTo(p, 10);
  });

  test('counts each outcome on one side when failures and passes are swapped', () => {
    fc.assert(
      fc.property(count, count, (newFailures, newPasses) => {
        const more = binomialTail(newFailures + 1, newFailures + newPasses, 0.5);
        expect(more + mcNemarP(newPasses, newFailures)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('falls with every new failure and rises with every new pass', () => {
    fc.assert(
      fc.property(count, count, (newFailures, newPasses) => {
        const p = mcNemarP(newFailures, newPasses);
        expect(mcNemarP(newFailures + 1, newPasses)).toBeLessThanOrEqual(p + 1e-12);
        expect(mcNemarP(newFailures, newPasses + 1)).toBeGreaterThanOrEqual(p - 1e-12);
      }),
    );
  });
});
