import { expect, test } from 'vitest';
import reference from '../../../fixtures/statistics/chi-square.json' with { type: 'json' };
import { chiSquareTail } from './chi-square-tail.ts';
import { upperIncompleteGamma } from './incomplete-gamma.ts';

test.each(reference.chiSquareTail)('χ² of %d or more with %d degrees of freedom', (x, freedom, expected) => {
  expect(Math.abs(chiSquareTail(x as number, freedom as number) / (expected as number) - 1)).toBeLessThan(1e-9);
});

test.each(reference.upperIncompleteGamma)('Q(%d, %d)', (a, x, expected) => {
  expect(Math.abs(upperIncompleteGamma(a as number, x as number) / (expected as number) - 1)).toBeLessThan(1e-9);
});

test('is certain from nothing on', () => {
  expect(chiSquareTail(0, 3)).toBe(1);
});
