import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../../fixtures/rollouts/bucket-fnv32a-v2.json' with { type: 'json' };
import { chiSquareTail } from '../../base/statistics/chi-square-tail.ts';
import { bucketOf } from './bucket.ts';

test('agrees with every published vector', () => {
  expect(vectors.cases.length).toBeGreaterThan(30);
  const wrong = vectors.cases.filter(([seed, unit, bucket]) => bucketOf(seed as string, unit as string) !== bucket);
  expect(wrong).toEqual([]);
});

test('is a whole number of ten thousandths below 1, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (seed, unit) => {
      const bucket = bucketOf(seed, unit);
      expect(bucket).toBeGreaterThanOrEqual(0);
      expect(bucket).toBeLessThanOrEqual(0.9999);
      expect(Math.round(bucket * 10_000) / 10_000).toBe(bucket);
    }),
    { numRuns: 50 },
  );
});

describe('units with names in a row', () => {
  const units = Array.from({ length: 20_000 }, (_, index) => `user-${index}`);

  test('spread evenly', () => {
    const counts = countsOf(units.map((unit) => Math.floor(bucketOf('triage', unit) * 20)));
    expect(chanceOf(counts, units.length / 20, 19)).toBeGreaterThan(0.001);
  });

  test('are drawn by two seeds as if these knew nothing of each other', () => {
    const cells = units.map((unit) => Math.floor(bucketOf('triage', unit) * 5) * 5 + Math.floor(bucketOf('tone', unit) * 5));
    expect(chanceOf(countsOf(cells), units.length / 25, 24)).toBeGreaterThan(0.001);
  });
});

function countsOf(cells: readonly number[]): number[] {
  const counts: number[] = [];
  for (const cell of cells) counts[cell] = (counts[cell] ?? 0) + 1;
  return counts;
}

function chanceOf(counts: readonly number[], expected: number, freedom: number): number {
  return chiSquareTail(
    counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0),
    freedom,
  );
}
