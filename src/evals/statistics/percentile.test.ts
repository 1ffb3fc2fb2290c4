import { describe, expect, test } from 'vitest';
import { percentile } from './percentile.ts';

describe('percentile', () => {
  test('is a value that occurred', () => {
    expect(percentile([30, 10, 20, 40], 0.5)).toBe(20);
    expect(percentile([30, 10, 20, 40], 0.95)).toBe(40);
    expect(percentile([7], 0.5)).toBe(7);
  });

  test('leaves exactly five of a hundred above the 95th', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(values, 0.95)).toBe(95);
    expect(percentile(values, 0.5)).toBe(50);
  });

  test('is unknown without values', () => {
    expect(percentile([], 0.5)).toBeUndefined();
  });
});
