import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { benjaminiHochberg } from './benjamini-hochberg.ts';
import { holm } from './holm.ts';

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('benjaminiHochberg', () => {
  test('gives the reference values in the order of the input', () => {
    expect(benjaminiHochberg([0.01, 0.04, 0.03, 0.005])).toEqual([0.02, 0.04, 0.04, 0.02].map((p) => expect.closeTo(p, 12)));
  });

  test('lies between the raw p-value and that of Holm, and keeps the order', () => {
    fc.assert(
      fc.property(pValues, (raw) => {
        const adjusted = benjaminiHochberg(raw);
        const strict = holm(raw);
        for (const [index, p] of raw.entries()) {
          expect(adjusted[index]).toBeGreaterThanOrEqual(p - 1e-12);
          expect(adjusted[index]).toBeLessThanOrEqual((strict[index] ?? Number.NaN) + 1e-12);
          for (const [other, q] of raw.entries()) if (p < q) expect(adjusted[index]).toBeLessThanOrEqual(adjusted[other] ?? Number.NaN);
        }
      }),
    );
  });
});
