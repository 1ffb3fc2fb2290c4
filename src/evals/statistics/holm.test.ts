import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holm } from './holm.ts';

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('holm', () => {
  test('gives the reference values in the order of the input', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 12)));
  });

  test('leaves a single p-value alone', () => {
    expect(holm([0.04])).toEqual([0.04]);
    expect(holm([])).toEqual([]);
  });

  test('never lowers a p-value, never exceeds 1 and keeps their order', () => {
    fc.assert(
      fc.property(pValues, (raw) => {
        const adjusted = holm(raw);
        for (const [index, p] of raw.entries()) {
          expect(adjusted[index]).toBeGreaterThanOrEqual(p);
          expect(adjusted[index]).toBeLessThanOrEqual(1);
          for (const [other, q] of raw.entries()) if (p < q) expect(adjusted[index]).toBeLessThanOrEqual(adjusted[other] ?? Number.NaN);
        }
      }),
    );
  });

  test('rises everywhere or nowhere when one p-value rises', () => {
    fc.assert(
      fc.property(pValues, fc.nat(), (raw, any) => {
        const risen = raw.map((p, index) => (index === any % raw.length ? (p + 1) / 2 : p));
        const before = holm(raw);
        for (const [index, p] of holm(risen).entries()) expect(p).toBeGreaterThanOrEqual((before[index] ?? Number.NaN) - 1e-12);
      }),
    );
  });
});
