import { describe, expect, test } from 'vitest';
import { compileJsonSchema } from './compile-json-schema.ts';
import { linearRegex } from './linear-regex.ts';

describe('linearRegex', () => {
  test('takes time linear in the text, in schemas too', () => {
    const text = `${'a'.repeat(30_000)}b`;

    const started = performance.now();
    expect(linearRegex('^(a+)+$').test(text)).toBe(false);
    expect(compileJsonSchema({ type: 'string', pattern: '^(a|a)*$' })(text)).toContain('must match pattern');
    expect(performance.now() - started).toBeLessThan(2000);
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
      expect.objectContaining({ code: 'suite-invalid', message: expect.stringContaining(reason) }),
    );
  });

  test('an escaped parenthesis is not a lookahead', () => {
    expect(linearRegex('\\(\\?=a\\)').test('x(?=a)')).toBe(true);
  });
});
