import { describe, expect, test } from 'vitest';
import { linearRegex } from './linear-regex.ts';

describe('linearRegex', () => {
  test('answers at once where a backtracking engine would not end', () => {
    expect(linearRegex('^(a+)+$').test(`${'a'.repeat(30_000)}b`)).toBe(false);
  });

  test.each([
    ['(a)\\1', 'refers back to a group (`\\1`)'],
    ['(?<x>a)\\k<x>', 'refers back to a group (`\\k`)'],
    ['a(?=b)', 'looks ahead or behind (`(?=b`)'],
    ['(?<!a)b', 'looks ahead or behind (`(?<!`)'],
    ['(?<=a)b', 'looks ahead or behind (`(?<=`)'],
    ['a[', 'is broken: missing closing ]: `[`'],
    ['a{5000}', 'is broken: invalid repeat count: `{5000}`'],
  ])('%s is refused with the reason', (pattern, reason) => {
    expect(() => linearRegex(pattern)).toThrow(
      expect.objectContaining({ code: 'pattern-invalid', message: expect.stringContaining(reason) }),
    );
  });

  test('an escaped parenthesis is not a lookahead', () => {
    expect(linearRegex('\\(\\?=a\\)').test('x(?=a)')).toBe(true);
  });
});
