import { describe, expect, test } from 'vitest';
import { dollarText, figureText, percentText, pText } from './figure-text.ts';

describe('figures as text', () => {
  test('have three decimals at most', () => {
    expect([0.9, 0.12345, 1, 0, -0.25, 1420].map(figureText)).toEqual(['0.9', '0.123', '1', '0', '-0.25', '1420']);
    expect([0.5, 0.7407, 1].map(percentText)).toEqual(['50 %', '74.1 %', '100 %']);
  });

  test('are never rounded to a whole that they are not', () => {
    expect(figureText(0.99996)).toBe('0.99996');
    expect(figureText(0.00004)).toBe('0.00004');
    expect(percentText(0.9999)).toBe('99.99 %');
    expect(figureText(-1e-17)).toBe('0');
    expect(figureText(0.9999999999999)).toBe('1');
  });

  test('show small p-values and sums without a false zero', () => {
    expect([0.5, 0.03125, 0.00024, 1e-9, 1].map(pText)).toEqual(['0.5', '0.031', '0.00024', '< 0.0001', '1']);
    expect([0, 12.5, 0.1, 0.0543, 0.00012].map(dollarText)).toEqual(['$0.00', '$12.50', '$0.10', '$0.054', '$0.00012']);
  });
});
